package io.lepton.fairness.preprocessing;

import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Mitigation;
import io.lepton.fairness.mitigation.StageChecks;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CorrelationRemoverTest {
    private static final StructType COLUMNS = new StructType()
            .add("sex", DataTypes.DoubleType)
            .add("features", SQLDataTypes.VectorType())
            .add("race", SQLDataTypes.VectorType())
            .add("weight", DataTypes.DoubleType);

    private final SparkSession spark = LocalSpark.session();

    private Dataset<Row> rows(List<Row> rows) {
        return spark.createDataFrame(rows, COLUMNS).repartition(3);
    }

    private static Row row(double sex, double... features) {
        return RowFactory.create(sex, Vectors.dense(features), Vectors.dense(0), 1.0);
    }

    /** Golden: Fairlearn, test/unit/preprocessing/linear_dep_remover, test_linear_dependence. */
    @Test
    void givesFairlearnsFeatures() {
        Dataset<Row> rows = spark.createDataFrame(
                        List.of(row(0, 1, .1), row(0, 1, .2), row(1, 2, 1.2), row(1, 2, 1.1)), COLUMNS)
                .coalesce(1);

        CorrelationRemoverModel model =
                new CorrelationRemover().setSensitiveCols("sex").fit(rows);

        double[][] expected = {{1.5, .6}, {1.5, .7}, {1.5, .7}, {1.5, .6}};
        List<Row> found = model.transform(rows).select("fairFeatures").collectAsList();
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.get(i).<Vector>getAs(0).toArray()).containsExactly(expected[i], within(1e-9));
        }
    }

    /** Golden: as above, test_correlation_remover_handles_alpha: rows 123, 456, 789, the first column sensitive. */
    @ParameterizedTest
    @CsvSource({"0, 2, 3, 8, 9", "0.5, 3.5, 4.5, 6.5, 7.5", "1, 5, 6, 5, 6"})
    void givesFairlearnsFeaturesForAnyAlpha(double alpha, double first, double second, double third, double fourth) {
        Dataset<Row> rows = spark.createDataFrame(List.of(row(1, 2, 3), row(4, 5, 6), row(7, 8, 9)), COLUMNS)
                .coalesce(1);

        List<Row> found = new CorrelationRemover()
                .setSensitiveCols("sex")
                .setAlpha(alpha)
                .fit(rows)
                .transform(rows)
                .select("fairFeatures")
                .collectAsList();

        assertThat(found.get(0).<Vector>getAs(0).toArray()).containsExactly(new double[] {first, second}, within(1e-9));
        assertThat(found.get(1).<Vector>getAs(0).toArray()).containsExactly(new double[] {5, 6}, within(1e-9));
        assertThat(found.get(2).<Vector>getAs(0).toArray()).containsExactly(new double[] {third, fourth}, within(1e-9));
    }

    /** One-hot races that sum to 1 depend on one another, and means of a million cost digits where sums of squares are kept. */
    private static List<Row> random(long seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            double[] race = new double[3];
            race[random.nextInt(3)] = 1;
            double sex = random.nextInt(2);
            double[] features = {
                1e6 + 3 * sex + random.nextGaussian(), race[1] - race[2] + sex * random.nextDouble(), random.nextInt(5)
            };
            rows.add(RowFactory.create(sex, Vectors.dense(features), Vectors.dense(race), random.nextDouble()));
        }
        return rows;
    }

    @Property(tries = 6)
    void noFeatureCorrelatesWithASensitiveColumnAfter(@ForAll long seed) {
        Dataset<Row> rows = rows(random(seed));

        List<Row> repaired = new CorrelationRemover()
                .setSensitiveCols("sex", "race")
                .setWeightCol("weight")
                .fit(rows)
                .transform(rows)
                .collectAsList();

        for (int sensitive = 0; sensitive < 4; sensitive++) {
            for (int feature = 0; feature < 3; feature++) {
                int f = feature;
                int s = sensitive;
                double[] x = repaired.stream()
                        .mapToDouble(row -> row.<Vector>getAs("fairFeatures").apply(f))
                        .toArray();
                double[] y = repaired.stream()
                        .mapToDouble(row -> s == 0
                                ? row.getDouble(0)
                                : row.<Vector>getAs("race").apply(s - 1))
                        .toArray();
                double[] weights =
                        repaired.stream().mapToDouble(row -> row.getDouble(3)).toArray();
                assertThat(correlation(x, y, weights)).isCloseTo(0, within(1e-9));
            }
        }
    }

    private static double correlation(double[] x, double[] y, double[] weights) {
        double total = 0;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < x.length; i++) {
            total += weights[i];
            meanX += weights[i] * (x[i] - x[0]);
            meanY += weights[i] * y[i];
        }
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            double dx = x[i] - x[0] - meanX / total;
            double dy = y[i] - meanY / total;
            xy += weights[i] * dx * dy;
            xx += weights[i] * dx * dx;
            yy += weights[i] * dy * dy;
        }
        return xy / Math.sqrt(xx * yy);
    }

    /** By hand: of the rows that have it the first feature is 1 + 3·sex; what is missing stays so. The second is missing everywhere. */
    @Test
    void regressesAFeatureThatIsMissingInSomeRowsOnTheOthers() {
        List<Row> some = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            int sex = i % 3 == 0 ? 1 : 0;
            some.add(row(sex, i % 4 == 1 ? Double.NaN : 1 + 3 * sex, Double.NaN, 2 * sex));
        }
        CorrelationRemover remover =
                new CorrelationRemover().setSensitiveCols("sex").setHandleMissing("keep");

        List<Row> repaired = remover.fit(rows(some)).transform(rows(some)).collectAsList();

        double share = 14 / 40.0;
        for (Row row : repaired) {
            double before = row.<Vector>getAs("features").apply(0);
            double[] after = row.<Vector>getAs("fairFeatures").toArray();
            assertThat(after[0]).isCloseTo(Double.isNaN(before) ? Double.NaN : 1 + 3 * share, within(1e-12));
            assertThat(after[1]).isNaN();
            assertThat(after[2]).isCloseTo(2 * share, within(1e-12));
        }
        assertThatThrownBy(
                        () -> new CorrelationRemover().setSensitiveCols("sex").fit(rows(some)))
                .hasMessageContaining("40 rows have a missing or infinite value");
    }

    @Test
    void savesLoadsAndCopiesAsSparksStagesDo(@TempDir Path folder) throws Exception {
        StageChecks.honoursTheContract(
                new CorrelationRemover().setSensitiveCols("sex", "race").setAlpha(.7), rows(random(1)), folder);
    }

    @Test
    void readsSparseVectorsAsDenseOnes() {
        List<Row> dense = random(2);
        List<Row> sparse = dense.stream()
                .map(row -> RowFactory.create(
                        row.get(0),
                        row.<Vector>getAs(1).toSparse(),
                        row.<Vector>getAs(2).toSparse(),
                        row.get(3)))
                .toList();
        CorrelationRemover remover = new CorrelationRemover().setSensitiveCols("race", "sex");

        CorrelationRemoverModel model = remover.fit(rows(dense).coalesce(1).sort("weight"));

        assertThat(model.needsProtectedAttribute()).isTrue();
        assertThat(model.family()).isEqualTo(Mitigation.Family.BEFORE_TRAINING);
        assertThat(remover.fit(rows(sparse).coalesce(1).sort("weight")).table()).isEqualTo(model.table());
    }

    @Test
    void refusesMissingValuesAndColumns() {
        CorrelationRemover remover = new CorrelationRemover().setSensitiveCols("sex");

        assertThatThrownBy(() -> remover.fit(
                        rows(random(3)).withColumn("sex", expr("if(rand(1) < 2 and weight > 0.5, null, sex)"))))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("rows have a missing or infinite value or weight");
        assertThatThrownBy(() -> remover.fit(rows(List.of())))
                .hasMessageContaining("there are no rows of positive weight");
        assertThatThrownBy(() -> new CorrelationRemover().transformSchema(COLUMNS))
                .hasMessageContaining("Name the columns that features shall not correlate with.");
        assertThatThrownBy(() -> new CorrelationRemover()
                        .setSensitiveCols("sex")
                        .setInputCol("sex")
                        .transformSchema(COLUMNS))
                .hasMessage(
                        "Cannot read column 'sex' (inputCol): it is double. It must be a vector; make one by VectorAssembler.");
        assertThatThrownBy(() -> remover.setAlpha(2)).hasMessageContaining("alpha given invalid value 2.0");
    }
}
