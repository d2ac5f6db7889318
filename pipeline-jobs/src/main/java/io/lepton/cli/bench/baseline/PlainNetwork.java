package io.lepton.cli.bench.baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;

/** The same network as a user of DeepLearning4J alone would train it: in one process, on all its cores, with all rows in memory. */
public final class PlainNetwork {
    private final int features;
    private final List<Integer> hidden;
    private final double learningRate;

    /** @param hidden units of each hidden layer */
    public PlainNetwork(int features, List<Integer> hidden, double learningRate) {
        this.features = features;
        this.hidden = hidden;
        this.learningRate = learningRate;
    }

    MultiLayerConfiguration configuration() {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(learningRate))
                .weightInit(WeightInit.RELU)
                .list();
        int inputs = features;
        for (int units : hidden) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(inputs)
                    .nOut(units)
                    .activation(Activation.RELU)
                    .build());
            inputs = units;
        }
        return layers.layer(new OutputLayer.Builder(new LossBinaryXENT())
                        .nIn(inputs)
                        .nOut(1)
                        .activation(Activation.SIGMOID)
                        .build())
                .build();
    }

    /** With the weights that it begins with. */
    public MultiLayerNetwork untrained() {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration());
        network.init();
        return network;
    }

    /** Batches in native memory, as DeepLearning4J wants them. */
    public static List<DataSet> batches(Dataset<Row> rows, int size) {
        List<DataSet> batches = new ArrayList<>();
        List<float[]> features = new ArrayList<>();
        List<float[]> labels = new ArrayList<>();
        rows.select("features", "label").toLocalIterator().forEachRemaining(row -> {
            double[] values = row.<Vector>getAs(0).toArray();
            float[] floats = new float[values.length];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) values[i];
            }
            features.add(floats);
            labels.add(new float[] {(float) row.getDouble(1)});
            if (features.size() == size) {
                batches.add(batch(features, labels));
            }
        });
        if (!features.isEmpty()) {
            batches.add(batch(features, labels));
        }
        return batches;
    }

    private static DataSet batch(List<float[]> features, List<float[]> labels) {
        DataSet batch = new DataSet(
                Nd4j.createFromArray(features.toArray(float[][]::new)),
                Nd4j.createFromArray(labels.toArray(float[][]::new)));
        features.clear();
        labels.clear();
        return batch;
    }

    /** Seconds of an epoch: the median of some, after one that warms up. */
    public Trained train(List<DataSet> batches, int epochs) {
        MultiLayerNetwork network = untrained();
        double[] seconds = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            network.setLearningRate(learningRate * 0.5 * (1 + Math.cos(Math.PI * epoch / epochs)));
            long start = System.nanoTime();
            network.fit(new ExistingDataSetIterator(batches));
            seconds[epoch] = (System.nanoTime() - start) / 1e9;
        }
        double[] warm = Arrays.copyOfRange(seconds, Math.min(1, epochs - 1), epochs);
        Arrays.sort(warm);
        return new Trained(network, warm[warm.length / 2]);
    }

    public record Trained(MultiLayerNetwork network, double secondsAnEpoch) {
        /** Scores and labels of batches, in order. */
        public double auc(List<DataSet> batches) {
            List<float[]> scored = new ArrayList<>();
            for (DataSet batch : batches) {
                INDArray outputs = network.output(batch.getFeatures(), false);
                for (int row = 0; row < outputs.rows(); row++) {
                    scored.add(new float[] {
                        outputs.getFloat(row, 0), batch.getLabels().getFloat(row, 0)
                    });
                }
            }
            scored.sort((a, b) -> Float.compare(a[0], b[0]));
            double ranks = 0;
            long positives = 0;
            for (int i = 0; i < scored.size(); i++) {
                if (scored.get(i)[1] > 0.5) {
                    ranks += i + 1;
                    positives++;
                }
            }
            long negatives = scored.size() - positives;
            return (ranks - positives * (positives + 1) / 2.0) / ((double) positives * negatives);
        }
    }
}
