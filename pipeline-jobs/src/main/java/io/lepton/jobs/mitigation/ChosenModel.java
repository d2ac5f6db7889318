package io.lepton.jobs.mitigation;

import io.lepton.features.FittedFeatures;
import java.util.Optional;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The model of two classes that is to be mitigated.
 *
 * @param name of the model in the pipeline file, or of the ensemble
 * @param model fitted on all training rows
 * @param learner that fitted it; absent where it is joined of several models, or its probabilities were mended
 * @param training keys, features (vector), label, weight and the group
 * @param features what stands at each place of a vector
 * @param outOfFold the same rows without features, with {@code probability}; absent where nothing was cross-fitted
 */
public record ChosenModel(
        String name,
        Transformer model,
        Optional<Estimator<?>> learner,
        Dataset<Row> training,
        FittedFeatures features,
        Optional<Dataset<Row>> outOfFold) {}
