package io.lepton.fairness.slices;

import io.lepton.fairness.slices.LossSums.Stats;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * SliceLine's score of a slice, what it can be at most for any part of the slice, and the test against the rest.
 *
 * @param alpha weight of the loss against the size, above 0, at most 1
 * @param smallest rows that a slice must have
 */
record SliceScore(Stats all, double alpha, long smallest) {

    /** α·(ē_S ÷ ē − 1) − (1 − α)·(n ÷ |S| − 1); negative infinity where no row has a loss. */
    double of(Stats slice) {
        return score(slice.rows(), slice.total());
    }

    private double score(double rows, double loss) {
        double mean = all.total() / all.rows();
        return mean <= 0
                ? Double.NEGATIVE_INFINITY
                : alpha * (loss / rows / mean - 1) - (1 - alpha) * (all.rows() / rows - 1);
    }

    /**
     * The highest score that any slice can have of which all parents are known: it has at most the rows, the loss and the largest loss of
     * each. In |S| the bound rises while every row may have the largest loss, and then it is monotone: the ends and the turn are enough.
     *
     * @param rows of the smallest parent
     * @param loss in sum, of the parent with the least
     * @param largest loss of a row, of the parent with the least
     */
    double bound(long rows, double loss, double largest) {
        if (rows < smallest) {
            return Double.NEGATIVE_INFINITY;
        }
        double turn = largest > 0 ? Math.max(smallest, Math.min(rows, loss / largest)) : smallest;
        return Math.max(at(turn, loss, largest), Math.max(at(smallest, loss, largest), at(rows, loss, largest)));
    }

    private double at(double rows, double loss, double largest) {
        return score(rows, Math.min(loss, rows * largest));
    }

    double effectSize(Stats slice) {
        Stats rest = slice.rest(all);
        double spread = Math.sqrt(slice.variance() + rest.variance());
        double difference = Math.sqrt(2) * (slice.mean() - rest.mean());
        return difference == 0 ? 0 : difference / spread;
    }

    /** Welch's one-sided t-test (1947); 1 where the rest is too small to tell. */
    double pValue(Stats slice) {
        Stats rest = slice.rest(all);
        if (rest.rows() < 2 || slice.rows() < 2) {
            return 1;
        }
        double here = slice.variance() / slice.rows();
        double there = rest.variance() / rest.rows();
        double difference = slice.mean() - rest.mean();
        if (here + there == 0) {
            return difference > 0 ? 0 : 1;
        }
        double freedom = (here + there)
                * (here + there)
                / (here * here / (slice.rows() - 1) + there * there / (rest.rows() - 1));
        double t = difference / Math.sqrt(here + there);
        return new TDistribution(null, freedom).cumulativeProbability(-t);
    }
}
