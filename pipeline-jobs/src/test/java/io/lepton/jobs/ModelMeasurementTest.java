package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.testing.LocalSpark;
import io.lepton.training.Linear;
import io.lepton.training.LinearSettings;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.XgBoostSettings;
import io.lepton.training.calibration.Reliability;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(LocalSpark.class)
class ModelMeasurementTest {
    private static final int ROWS = 2500;

    private static Dataset<Row> table(SparkSession spark, TaskType task) {
        String label =
                switch (task) {
                    case BINARY -> "double(u + noise > 0.8)";
                    case MULTICLASS -> "double(floor(1.49 * (u + noise)))";
                    case REGRESSION -> "u * 3 + noise";
                };
        return spark.range(0, ROWS, 1, 3)
                .selectExpr(
                        "id",
                        "pmod(xxhash64(id, 1), 1000) / 1000 as u",
                        "pmod(xxhash64(id, 2), 1000) / 1000 as v",
                        "pmod(xxhash64(id, 3), 1000) / 1000 as noise")
                .selectExpr(
                        "id",
                        "if(v < 0.3, 'test', 'train') as split",
                        label + " as label",
                        "0.5 + v as weight",
                        "array(float(u), float(if(u < 0.1, 'NaN', v)), float(noise > 0.5)) as features")
                .localCheckpoint();
    }

    @ParameterizedTest
    @EnumSource(TaskType.class)
    void onePassMeasuresWhatTheModelsThemselvesAreMeasuredBy(TaskType task, SparkSession spark) {
        Dataset<Row> table = table(spark, task);
        Dataset<Row> training = ModelBundle.withVectors(table.where("split = 'train'"));
        List<Transformer> models = List.of(
                (Transformer) Trees.xgboost(task, new XgBoostSettings(10, 3, 0.3, 1, 1, 1, 1))
                        .fit(training),
                (Transformer)
                        Linear.of(task, new LinearSettings(10, 0.001, 0.5)).fit(training));
        ModelMeasurement measurement = new ModelMeasurement(
                table,
                List.of("id"),
                table.count(),
                table.where("split = 'test'").count(),
                task);

        ModelMeasurement.Found found = measurement.of(models, 3);

        List<ModelMeasurement.Measured> expected = measurement.whereTheyAre(models);
        for (int i = 0; i < models.size(); i++) {
            ModelMeasurement.Measured measured = found.models().get(i);
            expected.get(i).quality().metrics().forEach((metric, value) -> assertThat(
                            measured.quality().metrics())
                    .hasEntrySatisfying(metric, own -> assertThat(own).isCloseTo(value, within(1e-6))));
            assertSame(measured, expected.get(i));
        }
        assertSample(found.sample(), table);
    }

    private static void assertSame(ModelMeasurement.Measured measured, ModelMeasurement.Measured expected) {
        List<Reliability.Bin> bins =
                measured.reliability().map(Reliability::bins).orElse(List.of());
        List<Reliability.Bin> others =
                expected.reliability().map(Reliability::bins).orElse(List.of());
        assertThat(bins).hasSameSizeAs(others);
        for (int bin = 0; bin < bins.size(); bin++) {
            assertThat(bins.get(bin).weight()).isCloseTo(others.get(bin).weight(), within(1e-6));
            assertThat(bins.get(bin).predicted()).isCloseTo(others.get(bin).predicted(), within(1e-6));
            assertThat(bins.get(bin).observed()).isCloseTo(others.get(bin).observed(), within(1e-6));
        }
    }

    /** Their hashes are all above the bound of the sample, or all below it. */
    @Test
    void ofRowsThatAreAllTheSameSomeAreSampled(SparkSession spark) {
        for (int kind = 0; kind < 3; kind++) {
            Dataset<Row> same = spark.range(0, 9000, 1, 3)
                    .selectExpr(
                            kind + " as id",
                            "if(id % 3 = 0, 'test', 'train') as split",
                            "double(id % 2) as label",
                            "1.0D as weight",
                            "array(float(1), float(2), float(3)) as features");

            FeaturePass.Found found = new FeaturePass(List.of(), 3, 2000).over(same, List.of("id"), 9000);

            assertThat(found.sample().labels().length).isEqualTo(2000);
        }
    }

    private static void assertSample(FeaturePass.Sample sample, Dataset<Row> table) {
        List<Row> rows =
                table.orderBy(xxhash64(col("id"), col("features"))).limit(2000).collectAsList();
        assertThat(sample.labels().length).isEqualTo(2000);
        IntStream.range(0, 2000).forEach(i -> {
            assertThat(sample.labels()[i]).isEqualTo(rows.get(i).getDouble(2));
            assertThat(sample.weights()[i]).isEqualTo(((Number) rows.get(i).get(3)).doubleValue());
            assertThat(sample.features().values()[3 * i])
                    .isEqualTo(rows.get(i).<Float>getList(4).get(0));
        });
    }
}
