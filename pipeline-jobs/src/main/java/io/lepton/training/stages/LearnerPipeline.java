package io.lepton.training.stages;

import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;

/**
 * Wraps a learner so that it reads {@code features} of any encoding and leaves only its predictions behind: fill or densify, learn,
 * drop the intermediate column.
 */
public final class LearnerPipeline {
    /** The intermediate column that a wrapped learner reads its features from. */
    public static final String DENSE_FEATURES = "lepton_dense_features";

    private LearnerPipeline() {}

    /** A pipeline that hands the learner dense vectors in which the training rows' mean stands for missing values. */
    public static Pipeline imputing(PipelineStage learner) {
        return new Pipeline().setStages(new PipelineStage[] {new MeanImputer(), learner, new DropColumns()});
    }
}
