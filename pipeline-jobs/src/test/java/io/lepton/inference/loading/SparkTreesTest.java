package io.lepton.inference.loading;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.inference.TrickyNumbers;
import io.lepton.testing.LocalSpark;
import io.lepton.training.AdultRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.feature.VectorIndexer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.RandomForestRegressor;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every prediction and every leaf is compared with what MLlib says of the same vector, dense and sparse. */
@ExtendWith(LocalSpark.class)
class SparkTreesTest {
    private static final int FEATURES = 6;
    private final SparkSession spark;

    SparkTreesTest(SparkSession spark) {
        this.spark = spark;
    }

    /** Features 0 to 2 are numbers, 3 to 5 categories: of 3, 6 and 12 kinds. */
    private static double[] values(Random random) {
        return new double[] {
            random.nextGaussian(),
            random.nextInt(10),
            Math.exp(random.nextGaussian()),
            random.nextInt(3),
            random.nextInt(6),
            random.nextInt(12)
        };
    }

    private Dataset<Row> rows(int classes) {
        Random random = new Random(5);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            double[] x = values(random);
            double signal = x[0]
                    + Math.sin(x[1])
                    + x[2] % 1
                    + (x[3] == 1 ? 1 : 0)
                    - x[4] % 2
                    + (x[5] * 7 % 5) / 3
                    + random.nextGaussian();
            double label = classes == 0 ? signal : Math.max(0, Math.min(classes - 1, Math.floor(signal)));
            rows.add(RowFactory.create(Vectors.dense(x), label));
        }
        Dataset<Row> raw = spark.createDataFrame(
                rows, new StructType().add("raw", SQLDataTypes.VectorType()).add("label", DataTypes.DoubleType));
        return new VectorIndexer()
                .setInputCol("raw")
                .setOutputCol("features")
                .setMaxCategories(12)
                .fit(raw)
                .transform(raw)
                .select("features", "label")
                .cache();
    }

    private static List<Vector> probes() {
        Random random = new Random(6);
        List<Vector> probes = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            double[] x = values(random);
            for (int feature = 0; i % 2 == 1 && feature < FEATURES; feature++) {
                x[feature] = random.nextInt(3) == 0
                        ? TrickyNumbers.VALUES[random.nextInt(TrickyNumbers.VALUES.length)]
                        : x[feature];
            }
            probes.add(i % 3 == 0 ? Vectors.dense(x).toSparse() : Vectors.dense(x));
        }
        return probes;
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "4, 3", "6, 2", "9, 3", "12, 2"})
    void agreesOnTreesAndForestsOfClasses(int depth, int classes) {
        Dataset<Row> rows = rows(classes);

        SparkTreeAgreement.requireSame(
                new DecisionTreeClassifier().setMaxDepth(depth).fit(rows), probes());
        SparkTreeAgreement.requireSame(
                new RandomForestClassifier().setMaxDepth(depth).setNumTrees(10).fit(rows), probes());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 10", "8, 10", "12, 4"})
    void agreesOnTreesAndForestsOfNumbers(int depth, int trees) {
        Dataset<Row> rows = rows(0);

        SparkTreeAgreement.requireSame(
                new DecisionTreeRegressor().setMaxDepth(depth).fit(rows), probes());
        SparkTreeAgreement.requireSame(
                new RandomForestRegressor()
                        .setMaxDepth(depth)
                        .setNumTrees(trees)
                        .fit(rows),
                probes());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 5"})
    void agreesOnBoostedTrees(int depth, int trees) {
        SparkTreeAgreement.requireSame(
                new GBTClassifier().setMaxDepth(depth).setMaxIter(trees).fit(rows(2)), probes());
        SparkTreeAgreement.requireSame(
                new GBTRegressor().setMaxDepth(depth).setMaxIter(trees).fit(rows(0)), probes());
    }

    @Test
    void agreesOnAdult() {
        Dataset<Row> rows = AdultRows.of(spark).cache();
        List<Vector> probes = rows.where("part = 0").limit(2000).collectAsList().stream()
                .map(row -> row.<Vector>getAs("features"))
                .toList();
        Dataset<Row> training = rows.where("part > 0").limit(4000).cache();

        SparkTreeAgreement.requireSame(
                new RandomForestClassifier().setMaxDepth(8).setNumTrees(10).fit(training), probes);
        SparkTreeAgreement.requireSame(
                new GBTClassifier().setMaxDepth(4).setMaxIter(3).fit(training), probes);
    }

    @Test
    void refusesWhatHasNoTrees() {
        Transformer model = new LogisticRegression().fit(rows(2));

        assertThatThrownBy(() -> SparkTrees.of(model))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot score LogisticRegressionModel as trees: only MLlib's decision trees");
    }
}
