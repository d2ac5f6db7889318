package io.lepton.jobs;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.config.Audit;
import io.lepton.error.LeptonException;
import io.lepton.training.TaskType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClassGatesTest {
    private static final LabelCodec SPECIES =
            new LabelCodec("species", TaskType.MULTICLASS, List.of("setosa", "versicolor", "virginica"));

    @Test
    void refusesGatesOnClassesThatTheLabelDoesNotHaveBeforeTraining() {
        assertThatCode(() -> new ClassGates(SPECIES).require(gates("accuracy", "recall_of_setosa", "recall_of_2")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> new ClassGates(SPECIES).require(gates("accuracy", "recall_of_setoza")))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("the label has no class 'setoza'. Did you mean 'setosa'?");
        assertThatThrownBy(() -> new ClassGates(new LabelCodec("paid", TaskType.BINARY, List.of("no", "yes")))
                        .require(gates("recall_of_yes")))
                .isInstanceOf(LeptonException.class)
                .hasMessage(
                        "Cannot decide gate 'recall_of_yes': it is of one of several classes, and 'paid' has two. Name a"
                                + " metric of all rows.");
    }

    private static List<Audit.Gate> gates(String... metrics) {
        return Arrays.stream(metrics)
                .map(metric -> new Audit.Gate(
                        metric,
                        Optional.of(.5),
                        Optional.empty(),
                        Optional.empty(),
                        Audit.JudgedBy.POINT,
                        Audit.Against.NOTHING))
                .toList();
    }
}
