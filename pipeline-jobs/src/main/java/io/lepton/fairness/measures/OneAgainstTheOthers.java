package io.lepton.fairness.measures;

import io.lepton.fairness.counting.ClassScores;
import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.Moments;
import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Skewed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the probabilities of all classes tell: how well each class's rank the rows of the class before all others, whether they come true, and what rows
 * lose by all of them together.
 *
 * @param scores by class: of the rows of the class, and of all others
 */
record OneAgainstTheOthers(Map<Integer, ScoreHistogram> scores, GroupTally tally) {
    void addTo(Map<String, Estimate> figures) {
        List<RankedClass> aucs = new ArrayList<>();
        List<RankedClass> precisions = new ArrayList<>();
        scores.forEach((each, ofClass) -> {
            RankingQuality ranking = new RankingQuality(ofClass, tally.rowsPerWeight());
            RankingQuality.Moved auc = ranking.auc();
            RankingQuality.Moved precision = ranking.averagePrecision();
            ScoreLosses losses = new ScoreLosses(ofClass, tally.rowsPerWeight());
            aucs.add(new RankedClass(each, ofClass, auc));
            precisions.add(new RankedClass(each, ofClass, precision));
            figures.put(ClassMeasures.ofClass(Measure.AUC, each), auc.figure());
            figures.put(ClassMeasures.ofClass(Measure.AVERAGE_PRECISION, each), precision.figure());
            figures.put(ClassMeasures.ofClass(Measure.MEAN_SCORE, each), losses.meanScore());
            figures.put(ClassMeasures.ofClass(Measure.BRIER_SCORE, each), losses.brierScore());
            figures.put(
                    ClassMeasures.ofClass(Measure.CALIBRATION_SLOPE, each),
                    new CalibrationSlope(ofClass, tally.rowsPerWeight()).estimate());
        });
        ClassScores together = tally.classScores();
        figures.put(Measure.AUC.id(), RankedClass.mean(aucs, together.joint()));
        figures.put(Measure.AVERAGE_PRECISION.id(), RankedClass.mean(precisions, together.joint()));
        figures.put(Measure.BRIER_SCORE.id(), loss(together.squares()));
        figures.put(Measure.LOG_LOSS.id(), loss(together.logarithms()));
    }

    private Estimate loss(Moments losses) {
        return Skewed.of(losses.mean(), losses.variance(), losses.third(), losses.weight() * tally.rowsPerWeight());
    }
}
