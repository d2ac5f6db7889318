package io.lepton.cli.bench.train;

import io.lepton.training.TaskType;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkSettings;
import java.util.List;

/** The network of all measurements, 50-64-32-1, trained by as many workers as there are cores. */
final class MeasuredNetwork {
    static final String NAME = "network 50-64-32-1";
    static final List<Integer> HIDDEN = List.of(64, 32);
    static final int BATCH = 1024;
    static final double LEARNING_RATE = 0.005;

    private MeasuredNetwork() {}

    static NeuralNetwork of(int epochs) {
        return NeuralNetwork.of(
                        TaskType.BINARY, new NeuralNetworkSettings(HIDDEN, epochs, BATCH, LEARNING_RATE, 0, 0, 42))
                .setRowsForOneWorker(0);
    }
}
