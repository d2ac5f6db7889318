package io.lepton.training.calibration;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.io.Serializable;

/** Gives a class's predicted probability the value that comes true so often; never falls where the prediction rises. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "method")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PlattScaling.class, name = "platt"),
    @JsonSubTypes.Type(value = IsotonicSteps.class, name = "isotonic"),
    @JsonSubTypes.Type(value = BetaCalibration.class, name = "beta")
})
public sealed interface ProbabilityMap extends Serializable permits PlattScaling, IsotonicSteps, BetaCalibration {
    /** @param probability 0 to 1, as the model says; the result, too, is 0 to 1 */
    double of(double probability);
}
