package io.lepton.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassNamesTest {
    private static final ClassNames IRIS = new ClassNames(List.of("setosa", "versicolor", "v-i r"));

    @Test
    void knowsMetricsOfOneClassOfSeveral() {
        assertThat(List.of(
                        "recall_of_2",
                        "group-precision_of_0",
                        "selection_rate_of_a b",
                        "false-positive-rate-of-x",
                        "false_negative_rate_of_0",
                        "group_f1_of_x",
                        "calibration-in-the-large-of-x",
                        "base-rate_of_1"))
                .allMatch(ClassNames::isOfClass);
        assertThat(List.of("recall", "accuracy_of_2", "recall_of_")).noneMatch(ClassNames::isOfClass);
    }

    @Test
    void aGateNamesAClassAsPeopleDoOrByItsNumber() {
        assertThat(IRIS.numbered("recall_of_setosa")).isEqualTo("recall_of_0");
        assertThat(IRIS.numbered("group-precision-of-v-i r")).isEqualTo("group-precision-of-2");
        assertThat(IRIS.numbered("recall_of_1")).isEqualTo("recall_of_1");
        assertThat(IRIS.numbered("recall")).isEqualTo("recall");
        assertThat(new ClassNames(List.of("1", "2", "3")).numbered("recall_of_1"))
                .as("a name first")
                .isEqualTo("recall_of_0");
        assertThat(new ClassNames(List.of()).numbered("recall_of_7")).isEqualTo("recall_of_7");
        Gate gate = new Gate(
                "recall_of_versicolor", Optional.of(.5), Optional.empty(), Optional.empty(), Gate.JudgedBy.INTERVAL);
        assertThat(IRIS.numbered(gate))
                .isEqualTo(new Gate(
                        "recall_of_1", Optional.of(.5), Optional.empty(), Optional.empty(), Gate.JudgedBy.INTERVAL));
    }

    @Test
    void tellsTheNameOfANumberedClass() {
        assertThat(IRIS.named("group_recall_of_2")).contains("v-i r");
        assertThat(IRIS.named("recall_of_3")).isEmpty();
        assertThat(IRIS.named("recall")).isEmpty();
        assertThat(new ClassNames(List.of()).named("recall_of_0")).isEmpty();
    }

    @Test
    void aReasonSaysTheNameOfAClass() {
        Gate gate =
                new Gate("group_recall_of_2", Optional.of(.5), Optional.empty(), Optional.empty(), Gate.JudgedBy.POINT);
        GateDecision decision = new GateDecision(
                gate, "sex", .4, false, "recall_of_2 of sex 'f' is 0.4; the gate asks for at least 0.5.");

        assertThat(IRIS.worded(decision))
                .isEqualTo(new GateDecision(
                        gate, "sex", .4, false, "recall_of_v-i r of sex 'f' is 0.4; the gate asks for at least 0.5."));
        assertThat(new ClassNames(List.of()).worded(decision)).isEqualTo(decision);
    }

    @Test
    void refusesAClassThatTheLabelDoesNotHave() {
        assertThatThrownBy(() -> IRIS.numbered("recall_of_setoza"))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot decide gate 'recall_of_setoza': the label has no class 'setoza'. Did you mean 'setosa'?"
                                + " It has: setosa, versicolor, v-i r.")
                .extracting(error -> ((LeptonException) error).exitCode())
                .isEqualTo(ExitCode.CONFIGURATION);
        assertThatThrownBy(() -> IRIS.numbered("recall_of_3")).hasMessageContaining("no class '3'");
    }
}
