package io.lepton.fairness.preprocessing;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.mitigation.GroupNaming;
import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Features of women and men, of whom the first two tell which they are, the third is the sex itself, and one in ten is missing. */
@ExtendWith(LocalSpark.class)
class FairFeaturesTest {
    private static final GroupNaming NAMING = new GroupNaming("sex", List.of());
    private static final List<String> GROUPS = List.of("Female", "Male");
    private static final int SEX = 2;

    private static Dataset<Row> rows;

    @BeforeAll
    static void draw(SparkSession spark) {
        Random random = new Random(5);
        List<Row> people = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            double man = random.nextInt(5) < 3 ? 1 : 0;
            double[] features = {
                man * 3 + (1 + man) * random.nextGaussian(),
                Math.exp(random.nextGaussian() + man),
                man,
                random.nextInt(4)
            };
            if (random.nextInt(10) == 0) {
                features[random.nextInt(2)] = Double.NaN;
            }
            people.add(RowFactory.create(man == 1 ? "Male" : "Female", Vectors.dense(features), 1.0));
        }
        rows = spark.createDataFrame(
                        people,
                        new StructType()
                                .add("sex", DataTypes.StringType)
                                .add("features", SQLDataTypes.VectorType())
                                .add("weight", DataTypes.DoubleType))
                .coalesce(2)
                .cache();
    }

    @Test
    void ranksInTheGroupAreTheSameNumbersWhateverTheGroup() {
        DisparateImpactModel stage = ofRanks();

        List<double[]> found = features(new FairFeatures(stage, NAMING, GROUPS, List.of(SEX)).transform(rows));

        assertRounded(found, features(stage.transform(rows).withColumn("features", col("fairFeatures"))));
        for (int feature = 0; feature < 2; feature++) {
            assertThat(distance(features(rows), feature)).isGreaterThan(.3);
            assertThat(distance(found, feature))
                    .as("a step of rank, and the sketch's error")
                    .isLessThan(.01);
        }
    }

    @Test
    void meansAreTheSameInEachGroup() {
        CorrelationRemoverModel stage = ofMeans();
        Dataset<Row> oneHot = oneHot();

        List<double[]> found = features(new FairFeatures(stage, NAMING, GROUPS, List.of(SEX)).transform(rows));

        assertRounded(found, features(stage.transform(oneHot).withColumn("features", col("fairFeatures"))));
        for (int feature : new int[] {0, 1, 3}) {
            assertThat(mean(found, feature, "Female")).isCloseTo(mean(found, feature, "Male"), within(1e-5));
        }
    }

    @Test
    void whoeverIsOfNoKnownGroupKeepsAllButTheAttributeItself() {
        List<double[]> expected = features(rows.limit(50));
        expected.forEach(features -> features[SEX] = 0);
        for (FairFeatures fair : List.of(
                new FairFeatures(ofRanks(), NAMING, GROUPS, List.of(SEX)),
                new FairFeatures(ofMeans(), NAMING, GROUPS, List.of(SEX)))) {
            assertSame(features(fair.transform(rows.limit(50).withColumn("sex", lit("else")))), expected);
        }
    }

    @Test
    void isTheSameOnceItIsSavedAndLoadedAndToldTheGroupInThePlaceOfTheAttribute(@TempDir Path folder)
            throws IOException {
        FairFeatures fair = new FairFeatures(ofRanks().setRepairLevel(.3), NAMING, GROUPS, List.of(SEX));
        fair.write().save(folder.resolve("fair").toString());

        FairFeatures loaded = FairFeatures.load(folder.resolve("fair").toString());

        assertSame(
                features(loaded.transform(rows.withColumnRenamed("sex", MitigatedModel.GROUP))),
                features(fair.transform(rows)));
        assertThat(loaded.naming()).isEqualTo(NAMING);
        assertThat(loaded.needsProtectedAttribute()).isTrue();
        assertThatThrownBy(() -> loaded.transform(rows.drop("sex")))
                .hasMessageContaining("Cannot read column 'sex' (attribute): it does not exist.");
    }

    private static DisparateImpactModel ofRanks() {
        return new DisparateImpactRemover()
                .setProtectedCols("sex")
                .setIndices(0, 1)
                .setHandleInvalid("keep")
                .fit(rows);
    }

    private static CorrelationRemoverModel ofMeans() {
        return new CorrelationRemover()
                .setSensitiveCols("groups")
                .setHandleMissing("keep")
                .fit(oneHot());
    }

    private static Dataset<Row> oneHot() {
        return rows.withColumn(
                "groups",
                array_to_vector(array(
                        col("sex").equalTo("Female").cast("double"),
                        col("sex").equalTo("Male").cast("double"))));
    }

    private static List<double[]> features(Dataset<Row> of) {
        return of.select("features").collectAsList().stream()
                .map(row -> row.<Vector>getAs(0).toArray())
                .toList();
    }

    /** What the stage itself says, value by value, in single precision; the sex itself is taken out. */
    private static void assertRounded(List<double[]> found, List<double[]> byStage) {
        List<double[]> expected = new ArrayList<>();
        for (double[] features : byStage) {
            double[] rounded = new double[features.length];
            for (int feature = 0; feature < rounded.length; feature++) {
                rounded[feature] = feature == SEX ? 0 : (float) features[feature];
            }
            expected.add(rounded);
        }
        assertSame(found, expected);
    }

    private static void assertSame(List<double[]> found, List<double[]> expected) {
        assertThat(found.stream().map(Arrays::toString))
                .containsExactlyElementsOf(
                        expected.stream().map(Arrays::toString).toList());
    }

    /** Kolmogorov and Smirnov's between the sexes; of missing values none is one. */
    private static double distance(List<double[]> features, int feature) {
        double[] women = ofSex(features, feature, "Female");
        double[] men = ofSex(features, feature, "Male");
        double distance = 0;
        for (double[] some : List.of(women, men)) {
            for (double value : some) {
                distance = Math.max(distance, Math.abs(share(women, value) - share(men, value)));
            }
        }
        return distance;
    }

    private static double share(double[] values, double most) {
        int count = 0;
        for (double value : values) {
            count += value <= most ? 1 : 0;
        }
        return count / (double) values.length;
    }

    private static double mean(List<double[]> features, int feature, String sex) {
        return Arrays.stream(ofSex(features, feature, sex)).average().orElseThrow();
    }

    private static double[] ofSex(List<double[]> features, int feature, String sex) {
        List<Row> people = rows.select("sex").collectAsList();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < people.size(); i++) {
            if (people.get(i).getString(0).equals(sex) && !Double.isNaN(features.get(i)[feature])) {
                values.add(features.get(i)[feature]);
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
