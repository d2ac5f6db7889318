package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.lake.Lake;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is submitted to a real Spark cluster gives what the embedded Spark gives. Each stage in a process of its own takes six minutes,
 * nearly all of it starting Java.
 */
@Tag("cluster")
@ExtendWith(LocalSpark.class)
class SubmitTest {
    @TempDir
    private Path folder;

    @Test
    void givesWhatALocalRunGivesWhenSubmitted(SparkSession spark) throws Exception {
        SampleProject project = SampleProject.in(folder, 1000).withOneModel("xgboost: {rounds: 10, depth: 3}");
        Path cluster = folder.resolve("cluster");
        Lake expected = project.run(spark, folder.resolve("local"));

        try (StandaloneCluster standalone = StandaloneCluster.start(folder, 2)) {
            try (LeptonProcess run = LeptonProcess.submit(
                    standalone, 2, folder, cluster, "run", project.file().toString(), "--run-id", "r")) {
                int exitCode = run.exitCode();
                assertThat(exitCode).as(() -> run.output() + logs(standalone)).isZero();
            }
        }

        Lake found = new Lake(spark, cluster.toString());
        for (String table : List.of("raw/adult", "trusted/adult")) {
            assertThat(found.read(table).collectAsList())
                    .as(table)
                    .containsExactlyInAnyOrderElementsOf(expected.read(table).collectAsList());
        }
        List<Row> scores = scores(expected);
        List<Row> submitted = scores(found);
        assertThat(submitted).hasSameSizeAs(scores);
        // Sums of doubles depend on the order in which executors answer.
        for (int i = 0; i < scores.size(); i++) {
            assertThat(submitted.get(i).getLong(0)).isEqualTo(scores.get(i).getLong(0));
            assertThat(submitted.get(i).getDouble(1))
                    .isCloseTo(scores.get(i).getDouble(1), org.assertj.core.data.Offset.offset(1e-6));
        }
    }

    private static String logs(StandaloneCluster cluster) {
        try {
            return cluster.logs();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static List<Row> scores(Lake lake) {
        return lake.read("scores/sample")
                .select("row_id", "score")
                .orderBy("row_id")
                .collectAsList();
    }
}
