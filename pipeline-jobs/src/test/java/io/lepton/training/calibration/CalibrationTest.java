package io.lepton.training.calibration;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import io.lepton.training.Evaluation;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.XgBoostSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LocalSpark.class)
class CalibrationTest {
    private final SparkSession spark;

    CalibrationTest(SparkSession spark) {
        this.spark = spark;
    }

    /** Classes overlap, so that many deep trees are far too sure. */
    private Dataset<Row> rows(int classes, long seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            double[] x = {random.nextGaussian(), random.nextGaussian()};
            double label = Math.max(0, Math.min(classes - 1, Math.floor(x[0] + random.nextGaussian() + classes / 2.0)));
            rows.add(RowFactory.create(Vectors.dense(x), label, 0.5 + random.nextDouble()));
        }
        return spark.createDataFrame(
                        rows,
                        new StructType()
                                .add("features", SQLDataTypes.VectorType())
                                .add("label", DataTypes.DoubleType)
                                .add("weight", DataTypes.DoubleType))
                .coalesce(2)
                .cache();
    }

    private static Estimator<?> tooSure(TaskType task) {
        return Trees.xgboost(task, new XgBoostSettings(60, 6, 0.5, 1, 1, 1, 1));
    }

    private static double error(Dataset<Row> predictions, TaskType task) {
        return Reliability.of(Evaluation.measured(predictions, task), task).expectedCalibrationError();
    }

    @ParameterizedTest
    @CsvSource({
        "BINARY, PLATT",
        "BINARY, ISOTONIC",
        "BINARY, BETA",
        "MULTICLASS, PLATT",
        "MULTICLASS, ISOTONIC",
        "MULTICLASS, BETA"
    })
    void probabilitiesOfUnseenRowsComeTrueMoreOftenAndSurviveSaving(
            TaskType task, CalibrationMethod method, @TempDir Path folder) throws Exception {
        int classes = task == TaskType.BINARY ? 2 : 3;
        Dataset<Row> training = rows(classes, 1);
        Dataset<Row> unseen = rows(classes, 2);
        Calibration calibration = new Calibration(tooSure(task), task)
                .setMethod(method)
                .setFolds(2)
                .setSeed(5);
        calibration.write().save(folder.resolve("estimator").toString());

        PipelineModel fitted = new Pipeline()
                .setStages(new PipelineStage[] {
                    Calibration.load(folder.resolve("estimator").toString())
                })
                .fit(training);
        fitted.write().save(folder.resolve("model").toString());
        CalibratedModel model = (CalibratedModel) fitted.stages()[0];
        Dataset<Row> mended = fitted.transform(unseen);

        assertThat(error(mended, task))
                .isLessThan(error(model.model().transform(unseen), task) / 2)
                .isLessThan(.06);
        assertThat(mended.columns())
                .containsExactly(model.transformSchema(unseen.schema()).fieldNames());
        assertThat(PipelineModel.load(folder.resolve("model").toString())
                        .transform(unseen)
                        .select("probability", "prediction")
                        .collectAsList())
                .isEqualTo(mended.select("probability", "prediction").collectAsList());
        mended.select("probability").collectAsList().forEach(row -> assertThat(
                        Vectors.norm(row.<org.apache.spark.ml.linalg.Vector>getAs(0), 1))
                .isCloseTo(1, within(1e-9)));
    }

    @Test
    void refusesNumbersAndClassesThatNeverHappen() {
        assertThatThrownBy(() -> new Calibration(tooSure(TaskType.REGRESSION), TaskType.REGRESSION))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("it has no probabilities");
        Dataset<Row> predictions = rows(2, 3).where("label = 0").withColumn("probability", col("features"));
        assertThatThrownBy(() -> Calibrator.fit(predictions, 2, CalibrationMethod.BETA))
                .hasMessageContaining("none is of class 1");
    }

    /** Weighted by hand: bins at 0.1 and 0.9. */
    @Test
    void measuresHowFarProbabilitiesAreFromTheTruth() {
        Dataset<Row> predictions = spark.createDataFrame(
                List.of(
                        RowFactory.create(0.0, 0.0, 1.0, Vectors.dense(.9, .1)),
                        RowFactory.create(1.0, 0.0, 3.0, Vectors.dense(.9, .1)),
                        RowFactory.create(1.0, 1.0, 4.0, Vectors.dense(0, 1))),
                new StructType()
                        .add("label", DataTypes.DoubleType)
                        .add("prediction", DataTypes.DoubleType)
                        .add("weight", DataTypes.DoubleType)
                        .add("probability", SQLDataTypes.VectorType()));

        Reliability found = Reliability.of(predictions, TaskType.BINARY);

        assertThat(found.bins()).hasSize(2);
        assertThat(found.bins().get(0).observed()).isCloseTo(.75, within(1e-12));
        assertThat(found.bins().get(1)).isEqualTo(new Reliability.Bin(4, 1, 1));
        assertThat(found.expectedCalibrationError()).isCloseTo(.5 * .65, within(1e-12));
        assertThat(Reliability.of(predictions, TaskType.MULTICLASS).expectedCalibrationError())
                .isCloseTo(.5 * (.9 - .25), within(1e-12));
    }
}
