package io.lepton.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.estimate.Proportion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GatesTest {
    private static final double NONE = Double.NaN;

    private final FairnessReport report = new FairnessReport(
            group(GroupMetrics.OVERALL, "all", true, .9, .8),
            List.of(
                    group("sex", "Female", true, .7, .8),
                    group("sex", "Male", true, .9, .6),
                    group("race", "Other", false, .1, .1),
                    group("sex × race", "Female × Other", true, .5, .5)),
            List.of(
                    disparity("sex", "equalized_odds_difference", .12, "Female", "Male"),
                    disparity("race", "equalized_odds_difference", NONE, "", ""),
                    disparity("sex × race", "equalized_odds_difference", .3, "Female × Other", "Male × Other")));

    @Test
    void appliesADisparityToItsAttribute() {
        List<GateDecision> decisions = Gates.decide(
                List.of(atMost("equalized_odds_difference", .2, "sex"), atMost("equalized-odds-difference", .1, "sex")),
                report);

        assertThat(decisions).extracting(GateDecision::passed).containsExactly(true, false);
        assertThat(decisions.get(1).value()).isEqualTo(.12);
        assertThat(decisions.get(1).reason())
                .isEqualTo(
                        "equalized_odds_difference of sex ('Female' against 'Male') is 0.12; the gate asks for at most 0.1.");
    }

    @Test
    void appliesADisparityToEverySingleAttributeAndRefusesWhatCouldNotBeMeasured() {
        Gate gate = new Gate(
                "equalized_odds_difference", Optional.empty(), Optional.of(.2), Optional.empty(), Gate.JudgedBy.POINT);

        List<GateDecision> decisions = Gates.decide(List.of(gate), report);

        assertThat(decisions).extracting(GateDecision::attributes).containsExactly("sex", "race");
        assertThat(decisions).extracting(GateDecision::passed).containsExactly(true, false);
        assertThat(decisions.get(1).reason()).contains("could not be measured");
    }

    @Test
    void whatComparesAGroupWithAllOthersSaysSo() {
        FairnessReport apart = new FairnessReport(
                group(GroupMetrics.OVERALL, "all", true, .9, .8),
                List.of(group("sex", "Female", true, .7, .8)),
                List.of(disparity("sex", "score_ks_distance_maximum", .12, "Female", "Female")));

        assertThat(Gates.decide(List.of(atMost("score_ks_distance_maximum", .2, "sex")), apart))
                .extracting(GateDecision::reason)
                .containsExactly(
                        "score_ks_distance_maximum of sex ('Female' against everybody else) is 0.12; the gate asks for at most 0.2.");
    }

    @Test
    void aReasonShowsOnWhichSideOfItsBoundAFigureIs() {
        assertThat(Gates.decide(
                        List.of(
                                atMost("equalized_odds_difference", .119_99, "sex"),
                                atMost("equalized_odds_difference", .000_01, "sex")),
                        report))
                .extracting(GateDecision::reason)
                .containsExactly(
                        "equalized_odds_difference of sex ('Female' against 'Male') is 0.12; the gate asks for at most 0.11999.",
                        "equalized_odds_difference of sex ('Female' against 'Male') is 0.12; the gate asks for at most 0.00001.");
        FairnessReport close =
                new FairnessReport(group(GroupMetrics.OVERALL, "all", true, .100_04, .8), List.of(), List.of());
        assertThat(Gates.decide(
                        List.of(new Gate(
                                "accuracy", Optional.empty(), Optional.of(.1), Optional.empty(), Gate.JudgedBy.POINT)),
                        close))
                .extracting(GateDecision::reason)
                .containsExactly("accuracy of all rows is 0.10004; the gate asks for at most 0.1.");
    }

    @Test
    void aChampionsFigureIsTakenOffWithNewcombesInterval() {
        FairnessReport challenger = selected(new Proportion(56, 70));
        FairnessReport champion = selected(new Proportion(48, 80));

        List<GateDecision> decisions = Gates.decide(
                List.of(
                        againstChampion("selection_rate", 0.19, Optional.empty(), Gate.JudgedBy.POINT),
                        againstChampion("selection_rate", 0.0524, Optional.empty(), Gate.JudgedBy.INTERVAL),
                        againstChampion("selection_rate", 0.0525, Optional.empty(), Gate.JudgedBy.INTERVAL),
                        againstChampion("selection_rate", 0.21, Optional.of("sex"), Gate.JudgedBy.POINT)),
                challenger,
                Optional.of(champion));

        assertThat(decisions)
                .as("Newcombe 1998, table II, method 10: 0.2, from 0.0524 to 0.3339")
                .extracting(GateDecision::passed)
                .containsExactly(true, true, false, false);
        assertThat(decisions.get(0).value()).isCloseTo(0.2, within(1e-12));
        assertThat(decisions.get(1).reason())
                .isEqualTo(
                        "selection_rate of all rows is 0.8, the champion's is 0.6: a difference of 0.2, from 0.0524 to 0.3339"
                                + " with 95 % confidence; the gate asks for at least 0.0524 more than the champion's.");
        assertThat(decisions.get(3).attributes()).isEqualTo("sex");
    }

    @Test
    void withoutAChampionThereIsNothingToBeWorseThan() {
        assertThat(Gates.decide(
                        List.of(againstChampion("accuracy", 0.1, Optional.of("sex"), Gate.JudgedBy.INTERVAL)), report))
                .singleElement()
                .satisfies(decision -> {
                    assertThat(decision.passed()).isTrue();
                    assertThat(decision.reason()).contains("there is no other model");
                });
    }

    private static Gate againstChampion(
            String metric, double bound, Optional<String> attribute, Gate.JudgedBy judgedBy) {
        return new Gate(metric, Optional.of(bound), Optional.empty(), attribute, judgedBy, Gate.Against.CHAMPION);
    }

    private static FairnessReport selected(Proportion share) {
        Map<String, Estimate> figures = Map.of("selection_rate", share);
        return new FairnessReport(
                GroupMetrics.of(GroupMetrics.OVERALL, "all", 70, true, figures),
                List.of(GroupMetrics.of("sex", "Female", 70, true, figures)),
                List.of());
    }

    @Test
    void findsAPairInAnyOrder() {
        List<GateDecision> decisions =
                Gates.decide(List.of(atMost("equalized_odds_difference", .2, "race x sex")), report);

        assertThat(decisions).singleElement().satisfies(decision -> {
            assertThat(decision.attributes()).isEqualTo("sex × race");
            assertThat(decision.passed()).isFalse();
        });
    }

    @Test
    void comparesAMeasureOfAllRowsAndTheWorstJudgedGroup() {
        Gate overall = new Gate("accuracy", Optional.of(.85), Optional.empty(), Optional.empty(), Gate.JudgedBy.POINT);
        Gate lowest =
                new Gate("group_accuracy", Optional.of(.75), Optional.empty(), Optional.of("sex"), Gate.JudgedBy.POINT);
        Gate highest = new Gate("accuracy", Optional.empty(), Optional.of(.8), Optional.of("sex"), Gate.JudgedBy.POINT);
        Gate unjudged = new Gate(
                "group_accuracy", Optional.of(0.0), Optional.empty(), Optional.of("race"), Gate.JudgedBy.POINT);

        List<GateDecision> decisions = Gates.decide(List.of(overall, lowest, highest, unjudged), report);

        assertThat(decisions).extracting(GateDecision::passed).containsExactly(true, false, false, false);
        assertThat(decisions).extracting(GateDecision::value).containsExactly(.9, .7, .9, NONE);
        assertThat(decisions.get(1).reason()).contains("sex 'Female' is 0.7");
    }

    @Test
    void refusesAMeasureThatThisBatchLeavesUndefined() {
        Gate gate = new Gate("auc", Optional.of(.5), Optional.empty(), Optional.empty(), Gate.JudgedBy.POINT);

        assertThat(Gates.decide(List.of(gate), report))
                .singleElement()
                .extracting(GateDecision::passed)
                .isEqualTo(false);
    }

    @Test
    void explainsGatesThatMakeNoSense() {
        Gate boundless =
                new Gate("accuracy", Optional.empty(), Optional.empty(), Optional.empty(), Gate.JudgedBy.POINT);

        assertThatThrownBy(() -> Gates.decide(List.of(atMost("acuracy", .1, "sex")), report))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Did you mean 'accuracy'?");
        assertThatThrownBy(() -> Gates.decide(List.of(atMost("accuracy", .1, "sexx")), report))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Did you mean 'sex'?");
        assertThatThrownBy(() -> Gates.decide(List.of(boundless), report))
                .hasMessageContaining("Give at-least or at-most");
    }

    @Test
    void aGateJudgedByTheIntervalPassesOnlyIfAllOfItKeepsTheBound() {
        Gate byPoint = new Gate(
                "equalized_odds_difference",
                Optional.empty(),
                Optional.of(.15),
                Optional.of("sex"),
                Gate.JudgedBy.POINT);
        Gate byInterval = new Gate(
                "equalized_odds_difference",
                Optional.empty(),
                Optional.of(.15),
                Optional.of("sex"),
                Gate.JudgedBy.INTERVAL);
        Gate wide = new Gate(
                "equalized_odds_difference",
                Optional.empty(),
                Optional.of(.25),
                Optional.of("sex"),
                Gate.JudgedBy.INTERVAL);
        Gate ofGroups = new Gate(
                "group_accuracy", Optional.of(.66), Optional.empty(), Optional.of("sex"), Gate.JudgedBy.INTERVAL);
        Gate unknown =
                new Gate("selection_rate", Optional.of(.1), Optional.empty(), Optional.empty(), Gate.JudgedBy.INTERVAL);

        List<GateDecision> decisions = Gates.decide(List.of(byPoint, byInterval, wide, ofGroups, unknown), report);

        assertThat(decisions).extracting(GateDecision::passed).containsExactly(true, false, true, false, false);
        assertThat(decisions.get(1).reason()).contains("is 0.12, from 0.02 to 0.22 with 95 % confidence");
        assertThat(decisions.get(4).reason()).contains("its interval is not known");
    }

    private static Gate atMost(String metric, double bound, String attribute) {
        return new Gate(metric, Optional.empty(), Optional.of(bound), Optional.of(attribute), Gate.JudgedBy.POINT);
    }

    private static GroupMetrics group(
            String attributes, String name, boolean judged, double accuracy, double selection) {
        return new GroupMetrics(
                attributes,
                name,
                100,
                judged,
                false,
                Map.of("selection_rate", selection, "accuracy", accuracy),
                Map.of("accuracy", new Interval(accuracy - .05, accuracy + .05)),
                Optional.empty(),
                Set.of());
    }

    private static Disparity disparity(String attributes, String metric, double value, String worst, String best) {
        return new Disparity(
                attributes,
                metric,
                value,
                new Interval(value - .1, value + .1),
                Disparity.Significance.UNTESTED,
                worst,
                best);
    }
}
