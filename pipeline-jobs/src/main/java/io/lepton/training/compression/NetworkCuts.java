package io.lepton.training.compression;

import io.lepton.training.neural.Architecture;
import io.lepton.training.neural.ClassWeights;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkModel;
import io.lepton.training.neural.NeuralNetworkSettings;
import io.lepton.training.neural.Optimizer;
import io.lepton.training.neural.Schedule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Takes units out of networks and trains what stays of them on, for a few epochs and slowly (Han, Pool, Tran and Dally, 2015). What was made is
 * remembered: whoever looks for the best cut asks again and again. Mutable, for one thread.
 */
final class NetworkCuts {
    private static final int EPOCHS = 8;
    private static final int BATCH = 512;
    private static final double LEARNING_RATE = 0.0005;
    private static final double WEIGHT_DECAY = 0.0001;
    private static final long SEED = 17;

    private final Dataset<Row> training;
    private final Map<Cut, NeuralNetworkModel> made = new HashMap<>();

    private record Cut(String network, double units) {}

    /** @param training features (vector), label and weight of the rows that the networks learned from */
    NetworkCuts(Dataset<Row> training) {
        this.training = training;
    }

    /** @param before stages that make of the rows' features what the network reads */
    NeuralNetworkModel cut(NeuralNetworkModel network, List<Transformer> before, Strength strength) {
        NeuralNetworkModel smaller = strength.units() >= 1
                ? network
                : made.computeIfAbsent(
                        new Cut(network.uid(), strength.units()),
                        cut -> tuned(network, network.pruned(cut.units()), before));
        return strength.int8() ? smaller.quantized() : smaller;
    }

    private NeuralNetworkModel tuned(NeuralNetworkModel network, NeuralNetworkModel pruned, List<Transformer> before) {
        if (pruned.weights() == network.weights()) {
            return network;
        }
        Dataset<Row> rows = training;
        for (Transformer stage : before) {
            rows = stage.transform(rows);
        }
        return NeuralNetwork.of(pruned.task(), fineTuning(pruned.classWeights()))
                .goOn(pruned, rows);
    }

    private static NeuralNetworkSettings fineTuning(ClassWeights classWeights) {
        return new NeuralNetworkSettings(
                Architecture.MLP,
                List.of(),
                false,
                0,
                0,
                EPOCHS,
                BATCH,
                Optimizer.ADAMW,
                LEARNING_RATE,
                Schedule.COSINE,
                0,
                0,
                WEIGHT_DECAY,
                classWeights,
                SEED);
    }
}
