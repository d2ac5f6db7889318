package io.lepton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineText;
import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.InputProfile;
import io.lepton.features.TransformMethod;
import io.lepton.registry.Lineage;
import io.lepton.registry.ModelVersion;
import io.lepton.testing.LocalSpark;
import io.lepton.training.TaskType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class IntakeTest {
    @TempDir
    private Path folder;

    /** Rows are counted, and then scored: others that are committed between must be in neither, or a batch would seem to have lost rows. */
    @Test
    void allRowsOfABatchAreOfOneVersionOfTheTable(SparkSession spark) {
        Path table = folder.resolve("people");
        Dataset<Row> people = spark.range(20).selectExpr("id as person", "id % 7 as age");
        people.write().format("delta").save(table.toString());
        Pipeline pipeline = PipelineText.minimal()
                .replacing("table: people\n", "table: people\n  key: [person]\n")
                .with("score: {input: {source: {format: delta, path: " + table + "}}}")
                .read(Map.of("LEPTON_LAKE", folder.resolve("lake").toString()))
                .orThrow();
        RunContext context = RunContext.open(spark, pipeline, "run", "test", Progress.silent());

        try (Incoming incoming = Intake.of(context).take(context, models(people))) {
            people.write().format("delta").mode("append").save(table.toString());

            assertThat(incoming.count()).isEqualTo(20);
            assertThat(incoming.rows().count()).isEqualTo(20);
            assertThat(incoming.position()).map(Incoming.Position::version).contains(0L);
        }
    }

    private static ScoringModels models(Dataset<Row> people) {
        ModelVersion version = new ModelVersion(
                "any",
                1,
                Instant.EPOCH,
                "run",
                "",
                List.of(),
                "",
                "",
                Map.of(),
                Map.of(),
                "",
                new Lineage("", 0, "", "", ""),
                "");
        ModelBundle bundle = new ModelBundle(
                new FeaturePlan(List.of(new ColumnTransform("age", TransformMethod.STANDARDIZE, 2, 1))).fit(people),
                InputProfile.unknown(),
                new PipelineModel("none", new Transformer[0]),
                new LabelCodec("income", TaskType.BINARY, List.of("0", "1")));
        return new ScoringModels(new ScoringModels.Loaded(version, bundle), Optional.empty());
    }
}
