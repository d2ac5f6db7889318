package io.lepton.fairness.measures;

import io.lepton.fairness.counting.ClassScores;
import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.Moments;
import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.MeanOfDependent;
import io.lepton.fairness.estimate.Skewed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * What the probabilities of all classes tell: how well each class's rank the rows of the class before all others, whether they come true, and what rows
 * lose by all of them together.
 */
record OneAgainstTheOthers(SortedSet<Integer> classes, GroupTally tally) {
    void addTo(Map<String, Estimate> figures) {
        ClassScores scores = tally.classScores();
        List<Estimate> aucs = new ArrayList<>();
        List<Estimate> precisions = new ArrayList<>();
        for (int each : classes) {
            ScoreHistogram ofClass = scores.of(each);
            RankingQuality ranking = new RankingQuality(ofClass, tally.rowsPerWeight());
            ScoreLosses losses = new ScoreLosses(ofClass, tally.rowsPerWeight());
            aucs.add(ranking.auc());
            precisions.add(ranking.averagePrecision());
            figures.put(ClassMeasures.ofClass(Measure.AUC, each), ranking.auc());
            figures.put(ClassMeasures.ofClass(Measure.AVERAGE_PRECISION, each), ranking.averagePrecision());
            figures.put(ClassMeasures.ofClass(Measure.MEAN_SCORE, each), losses.meanScore());
            figures.put(ClassMeasures.ofClass(Measure.BRIER_SCORE, each), losses.brierScore());
            figures.put(
                    ClassMeasures.ofClass(Measure.CALIBRATION_SLOPE, each),
                    new CalibrationSlope(ofClass, tally.rowsPerWeight()).estimate());
        }
        figures.put(Measure.AUC.id(), macro(aucs));
        figures.put(Measure.AVERAGE_PRECISION.id(), macro(precisions));
        figures.put(Measure.BRIER_SCORE.id(), loss(scores.squares()));
        figures.put(Measure.LOG_LOSS.id(), loss(scores.logarithms()));
    }

    private Estimate loss(Moments losses) {
        return Skewed.of(losses.mean(), losses.variance(), losses.third(), losses.weight() * tally.rowsPerWeight());
    }

    /** The mean over the classes that a group has rows of, and rows of others. */
    private static Estimate macro(List<Estimate> ofClasses) {
        return new MeanOfDependent(
                ofClasses.stream().filter(each -> !Double.isNaN(each.value())).toList());
    }
}
