package io.lepton.fairness.measures;

import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Approximate;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Proportion;
import java.util.Map;

/**
 * How well scores put positives before negatives.
 *
 * @param rowsPerWeight rows that a weight of 1 tells as much as
 */
record RankingQuality(ScoreHistogram scores, double rowsPerWeight) {
    /** As many positives as the error of a share counts for; by simulation. */
    private static final double PRIOR_POSITIVES = 4;

    void addTo(Map<Measure, Estimate> figures) {
        figures.put(Measure.AUC, auc());
        figures.put(Measure.AVERAGE_PRECISION, averagePrecision());
    }

    /**
     * Mann and Whitney's statistic with the standard error of DeLong, DeLong and Clarke-Pearson (1988), on log-odds. Where all positives are
     * above all negatives the error is unknown; then Wilson's interval of as many pairs as the scarcer outcome has rows.
     */
    Estimate auc() {
        double positives = scores.allPositives();
        double negatives = scores.allNegatives();
        double auc = 0;
        double squaresOfPositives = 0;
        double squaresOfNegatives = 0;
        double below = 0;
        double passed = 0;
        for (int i = 0; i < scores.size(); i++) {
            double positivesOfBin = scores.positives()[i];
            double negativesOfBin = scores.negatives()[i];
            double won = (below + negativesOfBin / 2) / negatives;
            double lost = (positives - passed - positivesOfBin / 2) / positives;
            auc += positivesOfBin * won / positives;
            squaresOfPositives += positivesOfBin * won * won / positives;
            squaresOfNegatives += negativesOfBin * lost * lost / negatives;
            below += negativesOfBin;
            passed += positivesOfBin;
        }
        double variance = variance(squaresOfPositives, auc, positives) + variance(squaresOfNegatives, auc, negatives);
        double scarcer = Math.min(positives, negatives) * rowsPerWeight;
        if (!(scarcer > 0)) {
            return new Approximate(Double.NaN, Double.NaN, Approximate.Scale.LOG_ODDS);
        }
        return auc > 1 - 1e-12 || auc < 1e-12
                ? new Proportion(Math.rint(auc) * scarcer, scarcer)
                : new Approximate(auc, Math.sqrt(variance), Approximate.Scale.LOG_ODDS);
    }

    /** Of a mean over rows, given the mean square. */
    private double variance(double meanSquare, double mean, double weight) {
        double rows = weight * rowsPerWeight;
        return rows > 1 ? Math.max(0, meanSquare - mean * mean) / (rows - 1) : Double.NaN;
    }

    /**
     * Σ (recall gained) × precision from the highest score down. The standard error is that of the infinitesimal jackknife (Efron 1982): how the
     * figure moves with the weight of each row, whose own precision counts and who dilutes that of everybody below. Of few positives it is
     * unsteady: that of a share of the positives (Boyd, Eng and Page 2013) weighs as much as some of them, and Student's quantile makes up for the
     * rest, on log-odds. Where no negative is above a positive, it is Wilson's interval of the positives.
     */
    Estimate averagePrecision() {
        int size = scores.size();
        double positives = scores.allPositives();
        double[] precisions = new double[size];
        double[] takens = new double[size];
        double taken = 0;
        double hits = 0;
        double sum = 0;
        for (int i = size - 1; i >= 0; i--) {
            hits += scores.positives()[i];
            taken += scores.weight(i);
            precisions[i] = hits / taken;
            takens[i] = taken;
            sum += scores.positives()[i] * precisions[i];
        }
        double figure = positives > 0 ? sum / positives : Double.NaN;
        double added = 0;
        double diluted = 0;
        double squares = 0;
        for (int i = 0; i < size; i++) {
            added += scores.positives()[i] / takens[i];
            diluted += scores.positives()[i] * precisions[i] / takens[i];
            double ofPositive = precisions[i] - figure + added - diluted;
            squares += scores.positives()[i] * ofPositive * ofPositive + scores.negatives()[i] * diluted * diluted;
        }
        double rows = positives * rowsPerWeight;
        if (figure > 1 - 1e-12) {
            return new Proportion(rows, rows);
        }
        double jackknife = squares / rowsPerWeight / positives / positives;
        double ofShare = figure * (1 - figure) / rows;
        double variance = (rows * jackknife + PRIOR_POSITIVES * ofShare) / (rows + PRIOR_POSITIVES);
        return new Approximate(figure, Math.sqrt(variance), Approximate.Scale.LOG_ODDS, rows - 1);
    }
}
