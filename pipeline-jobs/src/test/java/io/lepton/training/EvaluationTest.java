package io.lepton.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class EvaluationTest {

    @Test
    void binaryMetricsMatchScikitLearnsDocumentedExample(SparkSession spark) {
        // roc_auc_score and average_precision_score of scikit-learn's user guide: labels 0 0 1 1, scores .1 .4 .35 .8.
        Dataset<Row> rows =
                binary(spark, new double[] {0, 0, 1, 1}, new double[] {.1, .4, .35, .8}, new double[] {1, 1, 1, 1});

        Map<String, Double> metrics = Evaluation.of(rows, TaskType.BINARY).metrics();

        assertThat(metrics.get("auc")).isCloseTo(0.75, within(1e-12));
        assertThat(metrics.get("average_precision")).isCloseTo(0.8333333333333333, within(1e-12));
        assertThat(metrics.get("accuracy")).isCloseTo(0.75, within(1e-12));
        assertThat(metrics.get("balanced_accuracy")).isCloseTo(0.75, within(1e-12));
        assertThat(metrics.get("f1")).isCloseTo(2.0 / 3, within(1e-12));
        assertThat(metrics.get("log_loss"))
                .isCloseTo(-(Math.log(.9) + Math.log(.6) + Math.log(.35) + Math.log(.8)) / 4, within(1e-12));
        assertThat(metrics.get("brier")).isCloseTo((.01 + .16 + .4225 + .04) / 4, within(1e-12));
    }

    @Test
    void curvesCountTiesHalfAndRowsByWeightWhateverThePartitioning(SparkSession spark) {
        Random random = new Random(11);
        double[] labels = random.doubles(400).map(u -> u < 0.4 ? 1 : 0).toArray();
        double[] scores = random.doubles(400).map(u -> Math.rint(u * 20) / 20).toArray();
        double[] weights = random.doubles(400).map(u -> 0.1 + u).toArray();

        Dataset<Row> rows = binary(spark, labels, scores, weights).repartition(7);

        assertThat(Evaluation.of(rows, TaskType.BINARY).primary("auc"))
                .isCloseTo(pairwiseAuc(labels, scores, weights), within(1e-9));
    }

    @Test
    void aScoreThatIsEqualForAllRowsHasAreaOneHalf(SparkSession spark) {
        Dataset<Row> rows = binary(spark, new double[] {0, 1, 1}, new double[] {.5, .5, .5}, new double[] {1, 1, 2});

        Map<String, Double> metrics = Evaluation.of(rows, TaskType.BINARY).metrics();

        assertThat(metrics.get("auc")).isCloseTo(0.5, within(1e-12));
        assertThat(metrics.get("average_precision")).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void multiclassMetricsAreMeansOverClasses(SparkSession spark) {
        // Confusion: class 0 right twice; class 1 right once, once taken for 2; class 2 taken for 0 once, right once.
        Dataset<Row> rows = classes(
                spark,
                List.of(
                        RowFactory.create(0.0, 0.0, Vectors.dense(.8, .1, .1)),
                        RowFactory.create(0.0, 0.0, Vectors.dense(.6, .3, .1)),
                        RowFactory.create(1.0, 1.0, Vectors.dense(.2, .7, .1)),
                        RowFactory.create(1.0, 2.0, Vectors.dense(.1, .4, .5)),
                        RowFactory.create(2.0, 0.0, Vectors.dense(.5, .2, .3)),
                        RowFactory.create(2.0, 2.0, Vectors.dense(.1, .1, .8))));

        Map<String, Double> metrics = Evaluation.of(rows, TaskType.MULTICLASS).metrics();

        assertThat(metrics.get("accuracy")).isCloseTo(4.0 / 6, within(1e-12));
        assertThat(metrics.get("balanced_accuracy")).isCloseTo(4.0 / 6, within(1e-12));
        assertThat(metrics.get("f1")).isCloseTo((0.8 + 2.0 / 3 + 0.5) / 3, within(1e-12));
        assertThat(metrics.get("auc_class_0")).isCloseTo(1.0, within(1e-12));
        assertThat(metrics.get("auc_class_2")).isCloseTo(7.0 / 8, within(1e-12));
        assertThat(metrics.get("auc")).isCloseTo((1 + 1 + 7.0 / 8) / 3, within(1e-12));
        assertThat(metrics.get("log_loss")).isCloseTo(-Math.log(.8 * .6 * .7 * .4 * .3 * .8) / 6, within(1e-12));
        assertThat(metrics.get("brier")).isCloseTo((.06 + .26 + .14 + .62 + .78 + .06) / 6, within(1e-12));
    }

    @Test
    void regressionMetricsMatchScikitLearnsDocumentedExample(SparkSession spark) {
        // mean_squared_error .375, mean_absolute_error .5, r2_score .9486081370449679 of scikit-learn's user guide.
        Dataset<Row> rows = spark.sql("SELECT * FROM VALUES (3.0D, 2.5D), (-0.5D, 0.0D), (2.0D, 2.0D), (7.0D, 8.0D) AS"
                + " t(label, prediction)");

        Quality quality = Evaluation.of(rows, TaskType.REGRESSION);

        assertThat(quality.primary("rmse")).isCloseTo(Math.sqrt(0.375), within(1e-12));
        assertThat(quality.primary("mae")).isCloseTo(0.5, within(1e-12));
        assertThat(quality.primary("r2")).isCloseTo(0.9486081370449679, within(1e-12));
    }

    @Test
    void refusesLabelsOfOneValueAsBadData(SparkSession spark) {
        Dataset<Row> classes = binary(spark, new double[] {1, 1}, new double[] {.1, .9}, new double[] {1, 1});
        Dataset<Row> numbers = spark.sql("SELECT 2.0D AS label, 1.0D AS prediction");

        assertThatThrownBy(() -> Evaluation.of(classes, TaskType.BINARY))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
                .hasMessageContaining("the label has one value only");
        assertThatThrownBy(() -> Evaluation.of(numbers, TaskType.REGRESSION))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("every row has the same label");
        assertThatThrownBy(() -> Evaluation.of(numbers.filter("label > 5"), TaskType.REGRESSION))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("there are no rows");
    }

    @Test
    void refusesRowsWithoutPredictionsAndNamesTheColumn(SparkSession spark) {
        Dataset<Row> rows = spark.sql("SELECT 1.0D AS label, 1.0D AS prediction");

        assertThatThrownBy(() -> Evaluation.of(rows, TaskType.BINARY))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("the column 'probability' is absent");
    }

    @Test
    void metricsKnowTheirNamesAndDirections() {
        Quality good = new Quality(Map.of("auc", 0.9, "log_loss", 0.2));
        Quality bad = new Quality(Map.of("auc", 0.8, "log_loss", 0.4));

        assertThat(good.primary("log-loss")).isEqualTo(0.2);
        assertThat(good.betterThan(bad, "auc")).isTrue();
        assertThat(good.betterThan(bad, "log-loss")).isTrue();
        assertThat(bad.betterThan(good, "log-loss")).isFalse();
        assertThatThrownBy(() -> good.primary("log-los"))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Did you mean 'log_loss'?");
    }

    private static double pairwiseAuc(double[] labels, double[] scores, double[] weights) {
        double wins = 0;
        double pairs = 0;
        for (int i = 0; i < labels.length; i++) {
            for (int j = 0; j < labels.length; j++) {
                if (labels[i] == 1 && labels[j] == 0) {
                    double weight = weights[i] * weights[j];
                    pairs += weight;
                    wins += scores[i] > scores[j] ? weight : scores[i] == scores[j] ? weight / 2 : 0;
                }
            }
        }
        return wins / pairs;
    }

    private static Dataset<Row> binary(SparkSession spark, double[] labels, double[] scores, double[] weights) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            Vector probability = Vectors.dense(1 - scores[i], scores[i]);
            rows.add(RowFactory.create(labels[i], scores[i] > 0.5 ? 1.0 : 0.0, probability, weights[i]));
        }
        return spark.createDataFrame(rows, schema().add("weight", DataTypes.DoubleType));
    }

    private static Dataset<Row> classes(SparkSession spark, List<Row> rows) {
        return spark.createDataFrame(rows, schema());
    }

    private static StructType schema() {
        return new StructType()
                .add("label", DataTypes.DoubleType)
                .add("prediction", DataTypes.DoubleType)
                .add("probability", SQLDataTypes.VectorType());
    }
}
