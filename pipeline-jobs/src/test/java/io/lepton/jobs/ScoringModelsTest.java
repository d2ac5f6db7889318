package io.lepton.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.InputProfile;
import io.lepton.features.TransformMethod;
import io.lepton.registry.Lineage;
import io.lepton.registry.ModelVersion;
import io.lepton.testing.LocalSpark;
import io.lepton.training.TaskType;
import java.time.Instant;
import java.util.Arrays;
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

/** Rows beside the columns that a model and its challenger learned from. */
@ExtendWith(LocalSpark.class)
class ScoringModelsTest {
    private final Dataset<Row> training;
    private final ScoringModels models;

    ScoringModelsTest(SparkSession spark) {
        this.training = spark.range(20)
                .selectExpr(
                        "id as age",
                        "concat(if(id = 0, 'x', ''), id % 3) as zip",
                        "concat(if(id = 0, 'x', ''), id % 4) as work");
        this.models = new ScoringModels(loaded("model", "age", "work"), Optional.of(loaded("rival", "zip", "work")));
    }

    private ScoringModels.Loaded loaded(String name, String... columns) {
        Dataset<Row> inputs = training.selectExpr(columns);
        ModelBundle bundle = new ModelBundle(
                new FeaturePlan(Arrays.stream(columns)
                                .map(column -> new ColumnTransform(column, TransformMethod.AUTO, 2, 4))
                                .toList())
                        .fit(inputs),
                InputProfile.unknown(),
                new PipelineModel("none", new Transformer[0]),
                new LabelCodec("two", TaskType.BINARY, List.of("0", "1")));
        ModelVersion version = new ModelVersion(
                name,
                1,
                Instant.EPOCH,
                "r",
                "",
                List.of(),
                inputs.schema().json(),
                "",
                Map.of(),
                Map.of(),
                "",
                new Lineage("features/t", 0, "", "", "r"),
                "nowhere");
        return new ScoringModels.Loaded(version, bundle);
    }

    @Test
    void guessedTypesBecomeThoseOfTheChallengersColumns() {
        Dataset<Row> guessed =
                training.selectExpr("age", "cast(age % 3 as int) as zip", "cast(age % 4 as int) as work");

        Dataset<Row> conformed = models.conformed(guessed);

        assertThat(conformed.schema().apply("zip").dataType().simpleString()).isEqualTo("string");
        assertThat(conformed.schema().apply("work").dataType().simpleString()).isEqualTo("string");
        assertThatCode(() -> models.require(conformed.schema())).doesNotThrowAnyException();
    }

    @Test
    void oneErrorTellsWhatEitherModelMisses() {
        Dataset<Row> rows = training.selectExpr("concat('at ', age) as age", "work", "1 as postcode");

        assertThatThrownBy(() -> models.require(rows.schema()))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot score these rows by model/1: 1 of the 2 columns")
                .hasMessageContaining("'age' is string, and was bigint in training.")
                .hasMessageContaining("Cannot score these rows by rival/1: 1 of the 2 columns")
                .hasMessageContaining("'zip' (string) is missing.");
    }
}
