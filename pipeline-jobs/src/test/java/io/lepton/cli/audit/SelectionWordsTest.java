package io.lepton.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.ClassNames;
import io.lepton.fairness.Disparity;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GroupMetrics;
import io.lepton.fairness.estimate.Interval;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectionWordsTest {
    private static final ClassNames NONE = new ClassNames(List.of());

    private static GroupMetrics group(String attributes, String name, Map<String, Double> metrics, String... few) {
        return new GroupMetrics(attributes, name, 100, true, false, metrics, Map.of(), Optional.empty(), Set.of(few));
    }

    private static FairnessReport report(double holm, GroupMetrics worst, GroupMetrics best) {
        Disparity apart = new Disparity(
                worst.attributes(),
                "demographic_parity_difference",
                .2,
                Interval.UNKNOWN,
                new Disparity.Significance(holm, holm, holm),
                worst.group(),
                best.group());
        return new FairnessReport(best, List.of(worst, best), List.of(apart));
    }

    @Test
    void tellsHowManyAreSelectedAndWhetherChanceExplainsIt() {
        GroupMetrics women = group("sex", "f", Map.of("selection_rate", .3));
        GroupMetrics men = group("sex", "m", Map.of("selection_rate", .5));

        assertThat(new SelectionWords(report(.01, women, men), NONE).of("sex"))
                .contains("sex: of 100 rows of 'f' 30 are selected, of 'm' 50. Chance alone does not explain it.");
        assertThat(new SelectionWords(report(.2, women, men), NONE).of("sex"))
                .contains("sex: of 100 rows of 'f' 30 are selected, of 'm' 50. That may be chance.");
        assertThat(new SelectionWords(report(.2, women, men), NONE).of("age")).isEmpty();
    }

    /** The third class is further apart, but of it too few are known. */
    @Test
    void ofSeveralClassesItTellsTheOneThatIsPredictedMostUnequally() {
        GroupMetrics women = group(
                "sex",
                "f",
                Map.of("selection_rate_of_0", .6, "selection_rate_of_1", .3, "selection_rate_of_2", .1),
                "selection_rate_of_2");
        GroupMetrics men = group(
                "sex", "m", Map.of("selection_rate_of_0", .1, "selection_rate_of_1", .5, "selection_rate_of_2", .4));
        FairnessReport report = report(.01, women, men);

        assertThat(new SelectionWords(report, new ClassNames(List.of("low", "high", "top"))).of("sex"))
                .contains(
                        "sex: of 100 rows of 'f' 30 are predicted 'high', of 'm' 50. Chance alone does not explain it.");
        assertThat(new SelectionWords(report, NONE).of("sex").orElseThrow()).contains("are predicted '1'");
    }

    @Test
    void tellsOfTheIntersectionThatIsFurthestApart() {
        FairnessReport report = report(
                .01,
                group("sex × age", "f × old", Map.of("selection_rate", .3)),
                group("sex × age", "m × young", Map.of("selection_rate", .5)));

        assertThat(new SelectionWords(report, NONE).ofTheWorstIntersection())
                .contains("sex × age: 'f × old' is selected least, 'm × young' most; 0.2000 apart");
        assertThat(new SelectionWords(
                                report(
                                        .01,
                                        group("sex", "f", Map.of("selection_rate", .3)),
                                        group("sex", "m", Map.of("selection_rate", .5))),
                                NONE)
                        .ofTheWorstIntersection())
                .isEmpty();
    }
}
