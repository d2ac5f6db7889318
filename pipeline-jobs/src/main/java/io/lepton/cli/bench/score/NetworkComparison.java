package io.lepton.cli.bench.score;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.baseline.PlainNetwork;
import io.lepton.cli.bench.timing.Timed;
import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.training.TaskType;
import io.lepton.training.neural.NativeThreads;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkModel;
import io.lepton.training.neural.NeuralNetworkSettings;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network of three hidden layers of 128: ours over blocks, on one thread, beside the same layers in DL4J on one thread. */
record NetworkComparison(ScoreSetup setup) {
    private static final List<Integer> HIDDEN = List.of(128, 128, 128);
    private static final int MOST_ROWS = 20_000;

    /** Of DL4J row by row, which takes a tenth of a millisecond each. */
    private static final int MOST_SINGLE_ROWS = 2_000;

    void measure(Findings findings) {
        int rows = Math.min(setup.rows(), MOST_ROWS);
        int features = NumberTable.FEATURES;
        float[] numbers = new float[rows * features];
        Random random = new Random(2);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        NeuralNetworkModel model = model();
        Scorer ours = model.scoring().scorer();
        Scorer ofIntegers = model.quantized().scoring().scorer();
        MultiLayerNetwork network = new PlainNetwork(features, HIDDEN, 0.001).untrained();
        NativeThreads.use(1);
        INDArray all = Nd4j.create(numbers, rows, features);
        double[] block = new double[ScoreSetup.TURNS];
        double[] integers = new double[ScoreSetup.TURNS];
        double[] whole = new double[ScoreSetup.TURNS];
        double[] single = new double[ScoreSetup.TURNS];
        int singles = Math.min(rows, MOST_SINGLE_ROWS);
        for (int turn = 0; turn < ScoreSetup.TURNS; turn++) {
            block[turn] = Timed.of(() -> scored(ours, numbers, rows)).seconds() / rows;
            integers[turn] = Timed.of(() -> scored(ofIntegers, numbers, rows)).seconds() / rows;
            whole[turn] = Timed.of(() -> network.output(all)).seconds() / rows;
            single[turn] = Timed.of(() -> {
                                for (int row = 0; row < singles; row++) {
                                    network.output(all.getRow(row, true));
                                }
                                return true;
                            })
                            .seconds()
                    / singles;
        }
        String name = "network 30-128-128-128, microseconds a row : ";
        double microseconds = 1e6 * Timed.median(block);
        findings.measured(Measurement.atMost(
                name + "MultiLayerNetwork.output, row by row", microseconds, 1e6 * Timed.median(single), 0.2));
        findings.measured(Measurement.atMost(
                name + "MultiLayerNetwork.output of all rows at once, on one thread, too",
                microseconds,
                1e6 * Timed.median(whole),
                1));
        findings.measured(Measurement.told(
                "the same with weights of eight bits, microseconds a row : of floats",
                1e6 * Timed.median(integers),
                microseconds));
    }

    private static boolean scored(Scorer scorer, float[] numbers, int rows) {
        FeatureBlock block = new FeatureBlock(NumberTable.FEATURES);
        double[] predictions = new double[2 * FeatureBlock.ROWS];
        for (int first = 0; first < rows; first += FeatureBlock.ROWS) {
            block.copyRows(numbers, first, Math.min(FeatureBlock.ROWS, rows - first));
            scorer.predict(block, predictions);
        }
        return true;
    }

    private NeuralNetworkModel model() {
        Dataset<Row> training = NumberTable.assembled(setup.training())
                .select(
                        functions.col("features"),
                        functions.col("label").cast("double"),
                        functions.lit(1.0).as("weight"));
        PipelineModel fitted = NeuralNetwork.of(
                        TaskType.BINARY, new NeuralNetworkSettings(HIDDEN, 1, 512, 0.001, 0, 0, 42))
                .fit(training);
        return (NeuralNetworkModel) fitted.stages()[0];
    }
}
