package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.StageName;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class LearningCurvesTest {
    @TempDir
    private Path folder;

    @Test
    void aTrainingIsSeenInATableInEventFilesAndInTheReport(SparkSession spark) throws IOException {
        TinyProject project = TinyProject.in(spark, folder)
                .with(TinyProject.people(1500))
                .replacing("linear: {}", "neural-network: {epochs: 3, hidden: [4]}");

        project.run("seen", LearningCurvesTest::trainAndReport);

        Dataset<Row> table = project.lake().read("training_curves");
        assertThat(table.where("run_id = 'seen' and model = 'neural-network' and metric = 'loss/validation'")
                        .orderBy("step")
                        .select("step", "steps")
                        .collectAsList())
                .extracting(row -> row.getInt(0) + " of " + row.getInt(1))
                .containsExactly("1 of 3", "2 of 3", "3 of 3");
        try (Stream<Path> files = Files.walk(folder.resolve("lake/work/seen/curves/neural-network"))) {
            List<Path> written = files.filter(Files::isRegularFile).toList();
            assertThat(written)
                    .singleElement()
                    .satisfies(file -> assertThat(file.getFileName().toString()).startsWith("events.out.tfevents."));
        }
        assertThat(folder.resolve("lake/reports/seen.html"))
                .content()
                .contains("How the models learned", "Loss of Neural-network by step");
    }

    private static void trainAndReport(PipelineRun run) {
        Stream.of(StageName.INGEST, StageName.ANONYMIZE, StageName.FEATURES, StageName.TRAIN, StageName.REPORT)
                .forEach(run::only);
    }
}
