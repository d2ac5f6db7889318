package io.lepton.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class GateMetricsTest {
    private final SparkSession spark = LocalSpark.session();

    /** Two classes, three classes and a quantity. */
    @Test
    void namesWhatAuditsOfAllTasksMeasureAndNothingElse() {
        Set<String> measured = new TreeSet<>();
        for (String label : List.of("id % 2", "id % 3", "id * 0.37")) {
            FairnessReport report = new FairnessAudit(AuditInput.of("label", "score", "prediction", List.of("side"))
                            .withJudgement(new AuditInput.Judgement(0, 0, 0)))
                    .audit(spark.range(60)
                            .selectExpr(
                                    "cast(" + label + " as double) label",
                                    "cast((id * 37 % 101) / 101.0 as double) score",
                                    "cast(if(id % 7 = 0, 1, " + label + ") as double) prediction",
                                    "if(id % 5 = 0, 'left', 'right') side"));
            report.disparities().forEach(disparity -> measured.add(disparity.metric()));
            Stream.concat(Stream.of(report.overall()), report.groups().stream())
                    .flatMap(group -> group.metrics().keySet().stream())
                    .forEach(name -> {
                        measured.add(name);
                        measured.add("group_" + name);
                    });
        }
        measured.removeIf(name -> name.contains("_of_"));
        // A sample of the rows tells of it, with what the model saw.
        measured.addAll(List.of("consistency", "group_consistency"));

        assertThat(Gates.metrics()).containsExactlyInAnyOrderElementsOf(measured);
    }

    @Test
    void knowsWhichMetricsAreAboutGroups() {
        assertThat(List.of("equalized_odds_difference", "group-auc", "group_auc", "mae-ratio"))
                .allMatch(Gates::isPerGroup);
        assertThat(List.of("auc", "accuracy")).noneMatch(Gates::isPerGroup);
    }
}
