package io.lepton.cli.bench;

import static org.apache.spark.sql.functions.col;

import io.lepton.training.Evaluation;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.XgBoostSettings;
import io.lepton.training.curves.CurvePoint;
import io.lepton.training.neural.NativeThreads;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.nd4j.linalg.dataset.DataSet;

/** Training: beside the libraries that ours is built on, and over a hundredfold of rows. */
public final class TrainBenchmark {
    /** Rows of the comparisons when nothing else is said. */
    public static final int ROWS = 1_000_000;

    private static final XgBoostSettings BOOSTING = new XgBoostSettings(50, 6, 0.1, 1, 1, 1, 1);
    private static final List<Integer> HIDDEN = List.of(64, 32);
    private static final int BATCH = 1024;
    private static final int EPOCHS = 4;
    private static final double LEARNING_RATE = 0.005;

    private final SyntheticRows synthetic;
    private final Optional<Path> adult;
    private final int rows;
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final SparkSession spark;
    private final List<Measurement> measurements = new ArrayList<>();

    /**
     * @param adult folder with Adult's official files; absent: their quality is not measured
     * @param folder for tables
     */
    public TrainBenchmark(SparkSession spark, Optional<Path> adult, Path folder, int rows) {
        this.spark = spark;
        this.adult = adult;
        this.synthetic = new SyntheticRows(spark, folder);
        this.rows = rows;
    }

    public List<Measurement> run() {
        Dataset<Row> training = synthetic.of(rows, 1);
        Dataset<Row> unseen = synthetic.of(Math.max(1000, rows / 5), 2);
        boosting(training, unseen);
        network(training, unseen);
        adult.ifPresent(files -> measurements.addAll(new AdultQuality(spark, files).measure()));
        growth();
        return List.copyOf(measurements);
    }

    private String name(String what) {
        return String.format(Locale.ROOT, "%s, %,d x %d : ", what, rows, SyntheticRows.FEATURES);
    }

    /** By turns, so that a machine that slows down slows both. */
    private void boosting(Dataset<Row> training, Dataset<Row> unseen) {
        List<Timed<PipelineModel>> ours = new ArrayList<>();
        List<Timed<Transformer>> stock = new ArrayList<>();
        for (int turn = 0; turn < 3; turn++) {
            ours.add(Timed.of(() ->
                    (PipelineModel) Trees.xgboost(TaskType.BINARY, BOOSTING).fit(training)));
            stock.add(Timed.of(() -> stock().fit(training)));
        }
        String name = name("XGBoost, " + BOOSTING.rounds() + " rounds");
        measurements.add(Measurement.atMost(name + "stock XGBoost4J-Spark, s", median(ours), median(stock), 1.1));
        measurements.add(Measurement.atMost(name + "stock XGBoost4J-Spark, most MB", peak(ours), peak(stock), 1.0));
        measurements.add(Measurement.atLeast(
                name + "stock XGBoost4J-Spark, AUC",
                auc(ours.get(0).result(), unseen),
                auc(stock.get(0).result(), unseen),
                0.999));
    }

    private XGBoostClassifier stock() {
        XGBoostClassifier xgboost = new XGBoostClassifier();
        xgboost.setFeaturesCol("features");
        xgboost.setLabelCol("label");
        xgboost.setNumRound(BOOSTING.rounds());
        xgboost.setMaxDepth(BOOSTING.depth());
        xgboost.setEta(BOOSTING.learningRate());
        xgboost.set(xgboost.getParam("tree_method"), "hist");
        xgboost.setNumWorkers(cores);
        xgboost.set(xgboost.getParam("nthread"), 1);
        xgboost.set(xgboost.getParam("objective"), "binary:logistic");
        xgboost.setMissing(Float.NaN);
        return xgboost;
    }

    private void network(Dataset<Row> training, Dataset<Row> unseen) {
        List<CurvePoint> curve = new ArrayList<>();
        NeuralNetworkSettings settings = new NeuralNetworkSettings(HIDDEN, EPOCHS, BATCH, LEARNING_RATE, 0, 0, 42);
        Timed<PipelineModel> ours = Timed.of(() -> NeuralNetwork.of(TaskType.BINARY, settings)
                .setRowsForOneWorker(0)
                .setHeldOutEvery(0)
                .reporting(curve::add)
                .fit(training));
        double epoch = median(curve.stream()
                .skip(1)
                .mapToDouble(point -> rows / point.values().get("rows_per_second"))
                .toArray());
        double best = auc(ours.result(), unseen);

        NativeThreads.use(cores);
        PlainNetwork plain = new PlainNetwork(HIDDEN, LEARNING_RATE);
        List<DataSet> batches = PlainNetwork.batches(training, BATCH);
        PlainNetwork.Trained trained = plain.train(batches, EPOCHS);
        double auc = trained.auc(PlainNetwork.batches(unseen, BATCH));
        NativeThreads.use(1);
        AveragingMaster master = new AveragingMaster(new JavaSparkContext(spark.sparkContext()), plain, cores);
        double averaged = master.secondsAtBest(batches);
        double averagedByDefault = master.secondsByDefault(batches);

        String name = name("network 50-64-32-1, an epoch");
        measurements.add(Measurement.atMost(name + "plain DL4J, s", epoch, trained.secondsAnEpoch(), 1.15));
        measurements.add(Measurement.atMost(name + "ParameterAveraging at best, s", epoch, averaged, 0.5));
        measurements.add(Measurement.atMost(name + "ParameterAveraging by default, s", epoch, averagedByDefault, 0.2));
        measurements.add(Measurement.atLeast(
                name("network 50-64-32-1, " + EPOCHS + " epochs") + "plain DL4J, AUC", best, auc, 1 - 0.002 / auc));
        measurements.add(Measurement.told(
                name("network 50-64-32-1") + "all but epochs of all, s",
                ours.seconds() - EPOCHS * epoch,
                ours.seconds()));
    }

    /** The exponent of time by rows, from a fifth to twenty times as many. */
    private void growth() {
        int[] sizes = {rows / 5, rows, 4 * rows, 20 * rows};
        NeuralNetworkSettings settings = new NeuralNetworkSettings(HIDDEN, 1, BATCH, LEARNING_RATE, 0, 0, 42);
        XgBoostSettings boosting = new XgBoostSettings(10, 6, 0.1, 1, 1, 1, 1);
        double[] network = new double[sizes.length];
        double[] xgboost = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            Dataset<Row> table = synthetic.of(sizes[i], 3);
            network[i] = Timed.of(() -> NeuralNetwork.of(TaskType.BINARY, settings)
                            .setRowsForOneWorker(0)
                            .fit(table))
                    .seconds();
            xgboost[i] = Timed.of(() -> Trees.xgboost(TaskType.BINARY, boosting).fit(table))
                    .seconds();
        }
        String range = String.format(Locale.ROOT, "%,d to %,d rows", sizes[0], sizes[sizes.length - 1]);
        measurements.add(Measurement.atMost(
                "network, 1 epoch, time's exponent, " + range + " : 1", exponent(sizes, network), 1, 1.05));
        measurements.add(Measurement.atMost(
                "XGBoost, 10 rounds, time's exponent, " + range + " : 1", exponent(sizes, xgboost), 1, 1.05));
    }

    /** The slope of log time by log rows, by least squares. */
    private static double exponent(int[] sizes, double[] seconds) {
        double[] x = Arrays.stream(sizes).mapToDouble(Math::log).toArray();
        double[] y = Arrays.stream(seconds).map(Math::log).toArray();
        double meanX = Arrays.stream(x).average().orElseThrow();
        double meanY = Arrays.stream(y).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < x.length; i++) {
            covariance += (x[i] - meanX) * (y[i] - meanY);
            variance += (x[i] - meanX) * (x[i] - meanX);
        }
        return covariance / variance;
    }

    private static double auc(Transformer model, Dataset<Row> rows) {
        return Evaluation.of(
                        model.transform(rows)
                                .select(col("probability"), col("prediction"), col("label"), col("weight")),
                        TaskType.BINARY)
                .primary("auc");
    }

    private static double median(List<? extends Timed<?>> timed) {
        return median(timed.stream().mapToDouble(Timed::seconds).toArray());
    }

    /** The first of each warms up, and is not looked at. */
    private static double peak(List<? extends Timed<?>> timed) {
        return median(timed.stream().skip(1).mapToDouble(Timed::peakMegabytes).toArray());
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** A result, how long it took, and the most memory that this process held meanwhile. */
    private record Timed<T>(T result, double seconds, double peakMegabytes) {
        static <T> Timed<T> of(Supplier<T> work) {
            ProcessMemory.restart();
            long start = System.nanoTime();
            T result = work.get();
            return new Timed<>(result, (System.nanoTime() - start) / 1e9, ProcessMemory.peakMegabytes());
        }
    }
}
