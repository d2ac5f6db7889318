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

    /**
     * A figure, and by how much a row's weight moves it.
     *
     * @param ofNegatives of each bin's rows labelled 0, a weight of 1
     * @param ofPositives of those labelled 1
     */
    record Moved(Estimate figure, double[] ofNegatives, double[] ofPositives) {}

    void addTo(Map<Measure, Estimate> figures) {
        figures.put(Measure.AUC, auc().figure());
        figures.put(Measure.AVERAGE_PRECISION, averagePrecision().figure());
    }

    /**
     * Mann and Whitney's statistic with the standard error of DeLong, DeLong and Clarke-Pearson (1988), on log-odds. Where all positives are
     * above all negatives the error is unknown; then Wilson's interval of as many pairs as the scarcer outcome has rows.
     */
    Moved auc() {
        int size = scores.size();
        double positives = scores.allPositives();
        double negatives = scores.allNegatives();
        double[] won = new double[size];
        double[] lost = new double[size];
        double auc = 0;
        double below = 0;
        double passed = 0;
        for (int i = 0; i < size; i++) {
            double positivesOfBin = scores.positives()[i];
            double negativesOfBin = scores.negatives()[i];
            won[i] = (below + negativesOfBin / 2) / negatives;
            lost[i] = (positives - passed - positivesOfBin / 2) / positives;
            auc += positivesOfBin * won[i] / positives;
            below += negativesOfBin;
            passed += positivesOfBin;
        }
        double scarcer = Math.min(positives, negatives) * rowsPerWeight;
        if (!(scarcer > 0)) {
            return new Moved(new Approximate(Double.NaN, Double.NaN, Approximate.Scale.LOG_ODDS), lost, won);
        }
        double squaresOfPositives = 0;
        double squaresOfNegatives = 0;
        for (int i = 0; i < size; i++) {
            won[i] = (won[i] - auc) / positives;
            lost[i] = (lost[i] - auc) / negatives;
            squaresOfPositives += scores.positives()[i] * won[i] * won[i];
            squaresOfNegatives += scores.negatives()[i] * lost[i] * lost[i];
        }
        double variance = variance(squaresOfPositives, positives) + variance(squaresOfNegatives, negatives);
        Estimate figure = auc > 1 - 1e-12 || auc < 1e-12
                ? new Proportion(Math.rint(auc) * scarcer, scarcer)
                : new Approximate(auc, Math.sqrt(variance), Approximate.Scale.LOG_ODDS);
        return new Moved(figure, lost, won);
    }

    /** Of a mean over rows, given how much each moves it. */
    private double variance(double squares, double weight) {
        double rows = weight * rowsPerWeight;
        return rows > 1 ? squares * weight / (rows - 1) : Double.NaN;
    }

    /**
     * Σ (recall gained) × precision from the highest score down. The standard error is that of the infinitesimal jackknife (Efron 1982): how the
     * figure moves with the weight of each row, whose own precision counts and who dilutes that of everybody below. Of few positives it is
     * unsteady: that of a share of the positives (Boyd, Eng and Page 2013) weighs as much as some of them, and Student's quantile makes up for the
     * rest, on log-odds. Where no negative is above a positive, it is Wilson's interval of the positives.
     */
    Moved averagePrecision() {
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
        double[] ofPositives = new double[size];
        double[] ofNegatives = new double[size];
        for (int i = 0; i < size; i++) {
            added += scores.positives()[i] / takens[i];
            diluted += scores.positives()[i] * precisions[i] / takens[i];
            ofPositives[i] = (precisions[i] - figure + added - diluted) / positives;
            ofNegatives[i] = -diluted / positives;
            squares += scores.positives()[i] * ofPositives[i] * ofPositives[i]
                    + scores.negatives()[i] * ofNegatives[i] * ofNegatives[i];
        }
        double rows = positives * rowsPerWeight;
        if (figure > 1 - 1e-12) {
            return new Moved(new Proportion(rows, rows), ofNegatives, ofPositives);
        }
        double jackknife = squares / rowsPerWeight;
        double ofShare = figure * (1 - figure) / rows;
        double variance = (rows * jackknife + PRIOR_POSITIVES * ofShare) / (rows + PRIOR_POSITIVES);
        return new Moved(
                new Approximate(figure, Math.sqrt(variance), Approximate.Scale.LOG_ODDS, rows - 1),
                ofNegatives,
                ofPositives);
    }
}
