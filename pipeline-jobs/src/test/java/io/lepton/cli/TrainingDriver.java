package io.lepton.cli;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import io.lepton.training.Evaluation;
import io.lepton.training.TaskType;
import io.lepton.training.curves.CurveListener;
import io.lepton.training.curves.CurvePoint;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkSettings;
import io.lepton.training.stages.BoostedTrees;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import scala.collection.JavaConverters;

/** A program that trains on a cluster and says how well: its arguments are the folder for checkpoints, and the name of a model. */
public final class TrainingDriver {
    static final int ROUNDS = 90;

    private TrainingDriver() {}

    public static void main(String[] arguments) {
        try (SparkSession spark = SparkSession.builder()
                .config("spark.executor.heartbeatInterval", "500ms")
                .getOrCreate()) {
            spark.sparkContext().addSparkListener(new FirstRounds());
            System.out.println(auc(
                    spark,
                    arguments[0],
                    Learner.valueOf(arguments[1]),
                    point -> System.out.println("round " + point.step())));
        }
    }

    /** What is trained, on as many rows as several workers take, with checkpoints in quick succession. */
    enum Learner {
        XGBOOST(200_000) {
            @Override
            Estimator<?> of(String checkpoints, CurveListener listener) {
                return new BoostedTrees()
                        .setRounds(ROUNDS)
                        .setDepth(3)
                        .setSubsample(0.8)
                        .setCheckpointFolder(checkpoints)
                        .setCheckpointInterval(10)
                        .reporting(listener);
            }
        },
        NETWORK(60_000) {
            @Override
            Estimator<?> of(String checkpoints, CurveListener listener) {
                return NeuralNetwork.of(
                                TaskType.BINARY, new NeuralNetworkSettings(List.of(16), 12, 512, 0.005, 0, 0, 7))
                        .setRowsForOneWorker(0)
                        .setHeldOutEvery(0)
                        .setCheckpointFolder(checkpoints)
                        .setCheckpointSeconds(0)
                        .reporting(listener);
            }
        };

        private final int rows;

        Learner(int rows) {
            this.rows = rows;
        }

        abstract Estimator<?> of(String checkpoints, CurveListener listener);
    }

    /** Of a model, on rows it was trained on. */
    static String auc(SparkSession spark, String checkpoints, Learner learner, CurveListener listener) {
        Dataset<Row> rows = rows(spark, learner.rows);
        Transformer model = (Transformer) learner.of(checkpoints, listener).fit(rows);
        return "AUC " + Evaluation.of(model.transform(rows), TaskType.BINARY).primary("auc");
    }

    private static Dataset<Row> rows(SparkSession spark, int rows) {
        Column[] features = IntStream.range(0, 4)
                .mapToObj(i -> pmod(xxhash64(col("id"), lit(i)), lit(1000L))
                        .cast("double")
                        .divide(1000))
                .toArray(Column[]::new);
        Column noise = pmod(xxhash64(col("id"), lit("noise")), lit(1000L)).divide(1000);
        return spark.range(0, rows, 1, 2)
                .select(
                        org.apache
                                .spark
                                .ml
                                .functions
                                .array_to_vector(array(features))
                                .as("features"),
                        when(features[0].multiply(features[1]).plus(noise).gt(0.75), 1.0)
                                .otherwise(0.0)
                                .as("label"),
                        lit(1.0).as("weight"));
    }

    /** Says after which round each task began that trained to the end. */
    private static final class FirstRounds extends SparkListener {
        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            JavaConverters.seqAsJavaList(end.taskInfo().accumulables()).stream()
                    .filter(found ->
                            found.update().isDefined() && found.update().get() instanceof List<?>)
                    .flatMap(found -> ((List<?>) found.update().get()).stream())
                    .filter(CurvePoint.class::isInstance)
                    .mapToInt(point -> ((CurvePoint) point).step())
                    .min()
                    .ifPresent(first -> System.out.println("from round " + first));
        }
    }
}
