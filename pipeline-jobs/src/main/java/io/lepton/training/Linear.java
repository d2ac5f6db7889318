package io.lepton.training;

import io.lepton.training.stages.LearnerPipeline;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.regression.LinearRegression;

/** Makes linear learners: logistic regression for classes, linear regression for numbers, both with an elastic net. */
public final class Linear {
    private Linear() {}

    /**
     * A linear learner. Missing features become the mean of the training rows; features are standardized while fitting, so that the
     * penalty treats them alike.
     */
    public static Estimator<PipelineModel> of(TaskType task, LinearSettings settings) {
        return LearnerPipeline.imputing(task == TaskType.REGRESSION ? regression(settings) : logistic(task, settings));
    }

    private static LogisticRegression logistic(TaskType task, LinearSettings settings) {
        return new LogisticRegression()
                .setFamily(task == TaskType.BINARY ? "binomial" : "multinomial")
                .setFeaturesCol(LearnerPipeline.DENSE_FEATURES)
                .setWeightCol("weight")
                .setMaxIter(settings.iterations())
                .setRegParam(settings.regularization())
                .setElasticNetParam(settings.elasticNet());
    }

    private static LinearRegression regression(LinearSettings settings) {
        return new LinearRegression()
                .setFeaturesCol(LearnerPipeline.DENSE_FEATURES)
                .setWeightCol("weight")
                .setMaxIter(settings.iterations())
                .setRegParam(settings.regularization())
                .setElasticNetParam(settings.elasticNet());
    }
}
