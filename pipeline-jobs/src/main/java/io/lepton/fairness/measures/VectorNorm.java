package io.lepton.fairness.measures;

/** Norms of vectors: of differences of groups, or of probabilities and frequencies. */
final class VectorNorm {
    private VectorNorm() {}

    /** The largest entry. */
    static double largest(double[] vector) {
        double largest = 0;
        for (double entry : vector) {
            largest = Math.max(largest, Math.abs(entry));
        }
        return largest;
    }

    /** The sum of all entries. */
    static double sum(double[] vector) {
        double sum = 0;
        for (double entry : vector) {
            sum += Math.abs(entry);
        }
        return sum;
    }

    static double euclidean(double[] vector) {
        double squares = 0;
        for (double entry : vector) {
            squares += entry * entry;
        }
        return Math.sqrt(squares);
    }
}
