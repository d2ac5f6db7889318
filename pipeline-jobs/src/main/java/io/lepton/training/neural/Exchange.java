package io.lepton.training.neural;

/**
 * When workers exchange what they learned. Where that costs little beside a step, they add up their gradients at each step, which is what one
 * worker would do with all of their rows. Else each takes some steps of its own between two averages of parameters: so many that the
 * exchange costs about a twentieth of them, and an epoch has some averages. By a model of the costs, not by a clock: the same rows, settings
 * and workers give the same weights.
 *
 * @param steps of each worker between two exchanges; 1: gradients are exchanged
 */
record Exchange(int steps) {
    static final Exchange OF_GRADIENTS = new Exchange(1);

    /** Up to this, steps in common are worth it: they learn more than steps apart. */
    private static final double SHARE_OF_GRADIENTS = 0.9;

    private static final double SHARE_OF_AVERAGES = 0.05;

    /** Of one core, over the products of small networks (measured: 15 to 25 GFlop/s). */
    private static final double FLOPS_A_SECOND = 1.5e10;

    private static final double SECONDS_A_STEP = 1e-4;

    /** Of a gigabit network; within a machine it is more. */
    private static final double BYTES_A_SECOND = 1e8;

    private static final double SECONDS_A_MESSAGE = 2e-4;
    private static final int FEWEST_AVERAGES = 4;

    /**
     * @param parameters of the network, of four bytes each; averages take the updater's two moments of each along
     * @param batch rows of a worker's step
     * @param workers that train
     * @param stepsPerEpoch of a worker
     */
    static Exchange of(int parameters, int batch, int workers, int stepsPerEpoch) {
        double step = SECONDS_A_STEP + 6.0 * parameters * batch / FLOPS_A_SECOND;
        if (seconds(4.0 * parameters, workers) <= SHARE_OF_GRADIENTS * step) {
            return OF_GRADIENTS;
        }
        int cheap = (int) Math.ceil(seconds(12.0 * parameters, workers) / (SHARE_OF_AVERAGES * step));
        return new Exchange(Math.max(2, Math.min(cheap, stepsPerEpoch / FEWEST_AVERAGES)));
    }

    /** Up the tree and down again. */
    private static double seconds(double bytes, int workers) {
        double levels = Math.ceil(Math.log(workers) / Math.log(2));
        return 2 * levels * (bytes / BYTES_A_SECOND + SECONDS_A_MESSAGE);
    }

    boolean ofGradients() {
        return steps == 1;
    }
}
