package io.lepton.fairness;

import io.lepton.fairness.estimate.MultipleTesting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All that an audit tests. Disparities that ask the same of the same groups (a difference and its ratio) are one hypothesis. */
final class Hypotheses {
    private Hypotheses() {}

    /** The disparities with p-values adjusted for how many hypotheses there are. */
    static List<Disparity> adjusted(List<Disparity> disparities) {
        Map<String, Integer> numbers = new LinkedHashMap<>();
        disparities.forEach(disparity -> numbers.putIfAbsent(hypothesis(disparity), numbers.size()));
        double[] pValues = new double[numbers.size()];
        disparities.forEach(disparity -> pValues[numbers.get(hypothesis(disparity))] =
                disparity.significance().pValue());
        double[] holm = MultipleTesting.holm(pValues);
        double[] benjaminiHochberg = MultipleTesting.benjaminiHochberg(pValues);
        return disparities.stream()
                .map(disparity -> {
                    int at = numbers.get(hypothesis(disparity));
                    return disparity.with(new Disparity.Significance(pValues[at], holm[at], benjaminiHochberg[at]));
                })
                .toList();
    }

    /** How many hypotheses were tested. */
    static int tested(List<Disparity> disparities) {
        return (int) disparities.stream()
                .filter(disparity -> !Double.isNaN(disparity.significance().pValue()))
                .map(Hypotheses::hypothesis)
                .distinct()
                .count();
    }

    private static String hypothesis(Disparity disparity) {
        String asked = disparity
                .metric()
                .replaceFirst("_(difference|ratio)$", "")
                .replaceFirst("^(equal_opportunity|false_negative_rate)$", "recall")
                .replaceFirst("^true_negative_rate$", "false_positive_rate")
                .replaceFirst("^(predictive_parity|false_discovery_rate)$", "precision");
        return disparity.attributes() + "\n" + asked;
    }
}
