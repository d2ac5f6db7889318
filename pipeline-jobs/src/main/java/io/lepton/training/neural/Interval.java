package io.lepton.training.neural;

/**
 * How many steps workers take between two averages: so many that the exchange costs about a twentieth of them, and an epoch has some
 * averages. By a model of the costs, not by a clock: the same rows, settings and workers give the same weights.
 */
final class Interval {
    private static final double SHARE_OF_EXCHANGE = 0.05;

    /** Of one core, over the steps of small networks (measured: 3 to 8 GFlop/s). */
    private static final double FLOPS_A_SECOND = 5e9;

    private static final double SECONDS_A_STEP = 3e-4;

    /** Of a gigabit network; within a machine it is more. */
    private static final double BYTES_A_SECOND = 1e8;

    private static final double SECONDS_A_MESSAGE = 2e-4;
    private static final int FEWEST_AVERAGES = 4;

    private Interval() {}

    /**
     * @param parameters of the network; with the updater's two moments of each, three numbers of four bytes travel
     * @param batch rows a step
     * @param workers that train
     * @param stepsPerEpoch of a worker
     * @return steps between two averages, 1 or more
     */
    static int steps(int parameters, int batch, int workers, int stepsPerEpoch) {
        double step = SECONDS_A_STEP + 6.0 * parameters * batch / FLOPS_A_SECOND;
        double levels = Math.ceil(Math.log(workers) / Math.log(2));
        double exchange = 2 * levels * (12.0 * parameters / BYTES_A_SECOND + SECONDS_A_MESSAGE);
        int cheap = (int) Math.ceil(exchange / (SHARE_OF_EXCHANGE * step));
        return Math.max(1, Math.min(cheap, stepsPerEpoch / FEWEST_AVERAGES));
    }
}
