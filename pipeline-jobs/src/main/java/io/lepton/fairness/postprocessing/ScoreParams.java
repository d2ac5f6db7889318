package io.lepton.fairness.postprocessing;

import io.lepton.fairness.mitigation.GroupParams;
import org.apache.spark.ml.param.Param;

/**
 * Which score is repaired.
 *
 * @param <S> the stage itself
 */
public interface ScoreParams<S> extends GroupParams<S> {
    Param<String> scoreCol();

    static Param<String> scoreCol(GroupParams<?> stage) {
        return new Param<>(
                stage,
                "scoreCol",
                "column of scores: numbers, or vectors of two probabilities of which the second is taken");
    }

    /** @param column of numbers, or of vectors as classifiers of Spark ML write them */
    default S setScoreCol(String column) {
        set(scoreCol(), column);
        return self();
    }
}
