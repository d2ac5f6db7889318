package io.lepton.training;

import io.lepton.training.boosting.paged.ExternalMemory;
import io.lepton.training.device.Device;

/**
 * How XGBoost boosts its trees; names follow its documentation.
 *
 * @param rounds trees in sequence (per class, for several classes)
 * @param depth levels of splits in a tree
 * @param learningRate shrinkage of each tree's contribution, above 0 and up to 1
 * @param subsample share of rows drawn for each tree
 * @param columnSample share of features drawn for each tree
 * @param minChildWeight smallest sum of second derivatives in a leaf
 * @param lambda L2 penalty on leaf values
 * @param earlyStopping rounds without a better result on held-out rows after which no more are added; 0: never
 * @param seed of the drawing of rows and features
 * @param device CPU or CUDA
 * @param externalMemory where rows lie while they are trained on
 */
public record XgBoostSettings(
        int rounds,
        int depth,
        double learningRate,
        double subsample,
        double columnSample,
        double minChildWeight,
        double lambda,
        int earlyStopping,
        long seed,
        Device device,
        ExternalMemory externalMemory) {

    /** Settings that keep rows in memory where it is large enough. */
    public XgBoostSettings(
            int rounds,
            int depth,
            double learningRate,
            double subsample,
            double columnSample,
            double minChildWeight,
            double lambda,
            int earlyStopping,
            long seed,
            Device device) {
        this(
                rounds,
                depth,
                learningRate,
                subsample,
                columnSample,
                minChildWeight,
                lambda,
                earlyStopping,
                seed,
                device,
                ExternalMemory.AUTO);
    }

    /** Settings for the CPU, with seed 42, that add all rounds. */
    public XgBoostSettings(
            int rounds,
            int depth,
            double learningRate,
            double subsample,
            double columnSample,
            double minChildWeight,
            double lambda) {
        this(rounds, depth, learningRate, subsample, columnSample, minChildWeight, lambda, 0, 42L, Device.CPU);
    }
}
