package io.lepton.fairness;

import io.lepton.fairness.estimate.MultipleTesting;
import io.lepton.fairness.measures.Measure;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All that an audit tests. Disparities that ask the same of the same groups (a difference and its ratio) are one hypothesis. */
final class Hypotheses {
    private Hypotheses() {}

    /** The disparities with p-values adjusted for how many hypotheses there are. */
    static List<Disparity> adjusted(List<Disparity> disparities) {
        Function<Disparity, String> hypothesis = hypothesis(disparities);
        Map<String, Integer> numbers = new LinkedHashMap<>();
        disparities.forEach(disparity -> numbers.putIfAbsent(hypothesis.apply(disparity), numbers.size()));
        double[] pValues = new double[numbers.size()];
        disparities.forEach(disparity -> pValues[numbers.get(hypothesis.apply(disparity))] =
                disparity.significance().pValue());
        double[] holm = MultipleTesting.holm(pValues);
        double[] benjaminiHochberg = MultipleTesting.benjaminiHochberg(pValues);
        return disparities.stream()
                .map(disparity -> {
                    int at = numbers.get(hypothesis.apply(disparity));
                    return disparity.with(new Disparity.Significance(pValues[at], holm[at], benjaminiHochberg[at]));
                })
                .toList();
    }

    /** How many hypotheses were tested. */
    static int tested(List<Disparity> disparities) {
        return (int) disparities.stream()
                .filter(disparity -> !Double.isNaN(disparity.significance().pValue()))
                .map(hypothesis(disparities))
                .distinct()
                .count();
    }

    private static Function<Disparity, String> hypothesis(List<Disparity> all) {
        // Of several classes equal opportunity is about each class's recall, and recall about their mean.
        boolean ofTwoClasses =
                all.stream().anyMatch(disparity -> disparity.metric().startsWith(Measure.TRUE_NEGATIVE_RATE.id()));
        return disparity -> {
            String asked = disparity
                    .metric()
                    .replaceFirst("_(difference|ratio)$", "")
                    .replaceFirst("^false_negative_rate$", "recall");
            return disparity.attributes() + "\n" + (ofTwoClasses ? ofTwoClasses(asked) : asked);
        };
    }

    private static String ofTwoClasses(String asked) {
        return asked.replaceFirst("^equal_opportunity$", "recall")
                .replaceFirst("^true_negative_rate$", "false_positive_rate")
                .replaceFirst("^(predictive_parity|false_discovery_rate)$", "precision");
    }
}
