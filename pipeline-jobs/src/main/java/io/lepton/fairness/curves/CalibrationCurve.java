package io.lepton.fairness.curves;

import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.estimate.Proportion;
import java.util.ArrayList;
import java.util.List;

/**
 * How often probabilities come true: rows in up to {@value #MOST_POINTS} ranges of rising probability, of about equally many rows each.
 *
 * @param predicted mean probability of each range
 * @param observed share of its rows whose label is 1
 * @param low end of the share's 95 % interval (Wilson)
 * @param high the other end
 */
public record CalibrationCurve(List<Double> predicted, List<Double> observed, List<Double> low, List<Double> high) {
    static final int MOST_POINTS = 10;
    /** Fewer rows tell too little of a share. */
    private static final int FEWEST_ROWS = 20;

    public CalibrationCurve {
        predicted = List.copyOf(predicted);
        observed = List.copyOf(observed);
        low = List.copyOf(low);
        high = List.copyOf(high);
    }

    /**
     * Of no points where scores are no probabilities.
     *
     * @param rowsPerWeight rows that a weight of 1 tells as much as
     * @param fewest rows that a point must tell of
     */
    static CalibrationCurve of(ScoreHistogram scores, double rowsPerWeight, int fewest) {
        Points points = new Points(rowsPerWeight);
        if (scores.size() > 0 && scores.score(0) >= 0 && scores.score(scores.size() - 1) <= 1) {
            double left = scores.allNegatives() + scores.allPositives();
            double smallest = Math.max(left / MOST_POINTS * (1 - 1e-9), Math.max(fewest, FEWEST_ROWS) / rowsPerWeight);
            double weight = 0;
            double sum = 0;
            double positives = 0;
            for (int i = 0; i < scores.size(); i++) {
                weight += scores.weight(i);
                sum += scores.scores()[i];
                positives += scores.positives()[i];
                boolean last = i == scores.size() - 1;
                // What would be left of the rows must be enough for a point, too.
                if (last || weight >= smallest && left - weight >= smallest) {
                    points.add(sum / weight, positives, weight);
                    left -= weight;
                    weight = 0;
                    sum = 0;
                    positives = 0;
                }
            }
        }
        return points.curve();
    }

    private static final class Points {
        private final double rowsPerWeight;
        private final List<Double> predicted = new ArrayList<>();
        private final List<Double> observed = new ArrayList<>();
        private final List<Double> low = new ArrayList<>();
        private final List<Double> high = new ArrayList<>();

        Points(double rowsPerWeight) {
            this.rowsPerWeight = rowsPerWeight;
        }

        void add(double probability, double positives, double weight) {
            Proportion share = new Proportion(positives * rowsPerWeight, weight * rowsPerWeight);
            Interval interval = share.interval(Estimate.CONFIDENCE);
            predicted.add(Rounded.of(probability));
            observed.add(Rounded.of(share.value()));
            low.add(Rounded.of(interval.low()));
            high.add(Rounded.of(interval.high()));
        }

        CalibrationCurve curve() {
            return new CalibrationCurve(predicted, observed, low, high);
        }
    }
}
