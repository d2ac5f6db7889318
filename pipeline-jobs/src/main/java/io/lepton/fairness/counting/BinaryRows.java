package io.lepton.fairness.counting;

/**
 * Rows of two classes that wait to be counted: some at a time, so that their cells are fetched from memory together. One after the other they would wait
 * longer for it than all else takes.
 */
final class BinaryRows {
    private static final int MOST = 64;

    private final GroupTally[] tallies = new GroupTally[MOST];
    private final boolean[] positive = new boolean[MOST];
    private final int[] predicted = new int[MOST];
    private final int[] bins = new int[MOST];
    private final double[] scores = new double[MOST];
    private final double[] weights = new double[MOST];
    private int size;
    private long looks;

    void add(GroupTally tally, boolean isPositive, int prediction, double score, double weight) {
        tallies[size] = tally;
        positive[size] = isPositive;
        predicted[size] = prediction;
        bins[size] = ScoreBins.of(score);
        scores[size] = score;
        weights[size++] = weight;
        if (size == MOST) {
            count();
        }
    }

    /** Counts those that wait. */
    void count() {
        for (int i = 0; i < size; i++) {
            looks += tallies[i].look(predicted[i], bins[i]);
        }
        for (int i = 0; i < size; i++) {
            tallies[i].addBinary(positive[i], predicted[i], bins[i], scores[i], weights[i]);
        }
        size = 0;
    }
}
