package io.lepton.jobs.mitigation;

import io.lepton.config.Mitigate.Constraint;
import io.lepton.fairness.mitigation.GroupParams;
import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.fairness.postprocessing.CalibratedEqualizedOdds;
import io.lepton.fairness.postprocessing.EqualOpportunityScoreTransform;
import io.lepton.fairness.postprocessing.RejectOptionClassifier;
import io.lepton.fairness.postprocessing.ScoreEstimator;
import io.lepton.fairness.postprocessing.ThresholdOptimizer;
import java.util.List;
import java.util.Locale;

/**
 * Makes the estimators of repairs that act after training, over the columns that {@link MitigatedModel} names. Rows of groups that
 * training never saw are decided by the model alone, so that one new value does not stop a nightly batch.
 *
 * @param keys columns that tell rows apart; lots are drawn by them
 * @param seed of the lots
 */
record ScoreRepairs(List<String> keys, long seed) {

    ScoreEstimator<?, ?> of(Attempt attempt) {
        ScoreEstimator<?, ?> repair =
                switch (attempt.method()) {
                    case THRESHOLD_OPTIMIZER -> new ThresholdOptimizer()
                            .setConstraint(word(attempt.constraint()))
                            .setTolerance(attempt.strength())
                            .setPredictionCol(MitigatedModel.DECISION)
                            .setSelectionProbabilityCol("")
                            .setKeyCols(keysAsArray())
                            .setSeed(seed);
                    case REJECT_OPTION -> new RejectOptionClassifier()
                            .setConstraint(word(attempt.constraint()))
                            .setObjective("accuracy")
                            .setBound(attempt.strength())
                            .setPredictionCol(MitigatedModel.DECISION);
                    case CALIBRATED_ODDS -> new CalibratedEqualizedOdds()
                            .setOutputCol(MitigatedModel.FAIR_SCORE)
                            .setKeyCols(keysAsArray())
                            .setSeed(seed);
                    case EQUAL_OPPORTUNITY_TRANSFORM -> new EqualOpportunityScoreTransform()
                            .setOutputCol(MitigatedModel.FAIR_SCORE);
                    default -> throw new IllegalArgumentException(attempt.name() + " acts in training");
                };
        repair.setProtectedCols(MitigatedModel.GROUP);
        repair.setScoreCol(MitigatedModel.SCORE);
        repair.setWeightCol("weight");
        repair.setHandleInvalid(GroupParams.KEEP);
        return repair;
    }

    private String[] keysAsArray() {
        return keys.toArray(String[]::new);
    }

    private static String word(Constraint constraint) {
        return constraint == Constraint.EQUAL_OPPORTUNITY
                ? "true_positive_rate_parity"
                : constraint.name().toLowerCase(Locale.ROOT);
    }
}
