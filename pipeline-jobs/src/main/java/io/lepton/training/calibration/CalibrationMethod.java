package io.lepton.training.calibration;

/** How probabilities are mended. */
public enum CalibrationMethod {
    /** A logistic curve of the log odds, two parameters: see {@link PlattScaling}. */
    PLATT,
    /** Any rising steps: see {@link IsotonicSteps}. Needs a thousand rows or more. */
    ISOTONIC,
    /** A curve of three parameters, which can leave good probabilities as they are: see {@link BetaCalibration}. */
    BETA;

    ProbabilityMap fit(Outcomes outcomes) {
        return switch (this) {
            case PLATT -> PlattScaling.fit(outcomes);
            case ISOTONIC -> IsotonicSteps.fit(outcomes);
            case BETA -> BetaCalibration.fit(outcomes);
        };
    }
}
