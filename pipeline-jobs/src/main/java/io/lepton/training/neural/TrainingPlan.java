package io.lepton.training.neural;

import java.io.Serializable;

/**
 * All that a training needs but the rows.
 *
 * @param heldOutEvery one row of so many is held out, and decides how long training goes on; 0: none is
 * @param patience epochs to go on for without getting better on them
 * @param stepsPerRound steps of a worker between two exchanges; 0: what {@link Exchange} says
 * @param splitWiderThan the most units that a hidden layer may have, or read, and stay whole where there are several workers
 * @param checkpointSeconds between two checkpoints, or a little more
 * @param start parameters to begin with; none: drawn by the seed
 */
record TrainingPlan(
        NetworkShape shape,
        Encoding encoding,
        RowWeights weights,
        NeuralNetworkSettings settings,
        int heldOutEvery,
        int patience,
        int stepsPerRound,
        int splitWiderThan,
        int checkpointSeconds,
        float[] start)
        implements Serializable {
    /** The learning rate falls so often in an epoch: DeepLearning4J, on GPUs, takes its time to change it. */
    static final int PARTS_OF_EPOCH = 10;

    boolean holdsOut() {
        return heldOutEvery > 0;
    }

    /** How so many workers divide the network; not at all when no layer is wide. */
    NetworkParts parts(int workers) {
        NetworkParts parts = new NetworkParts(shape, new LayerSplit(splitWiderThan, workers));
        return parts.dividesAny() ? parts : new NetworkParts(shape, LayerSplit.NONE);
    }

    boolean isOver(TrainingState state) {
        return state.epoch() >= settings.epochs() || holdsOut() && state.best().worseInARow() >= patience;
    }

    /** @param part of the epoch that is over, [0, 1) */
    double learningRate(int epoch, double part) {
        return settings.learningRate(epoch + Math.floor(PARTS_OF_EPOCH * part) / PARTS_OF_EPOCH);
    }

    Network network(float[] parameters) {
        return new Network(shape, encoding, parameters, WeightPrecision.FLOAT, settings.classWeights());
    }

    /** A seed of its own for each epoch, round and worker. */
    long seed(int epoch, int round, int worker) {
        long mixed = settings.seed();
        for (int part : new int[] {epoch, round, worker}) {
            mixed = (mixed ^ (part + 1)) * 0x9E3779B97F4A7C15L;
            mixed ^= mixed >>> 29;
        }
        return mixed;
    }
}
