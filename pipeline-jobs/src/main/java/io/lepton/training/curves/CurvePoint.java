package io.lepton.training.curves;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a training looked like after a step: an epoch of a network, a round of boosting.
 *
 * @param curve the training that took the step, by a name that is the same in every run; a model may take several
 * @param step counted from 1
 * @param steps that will be taken, at most
 * @param millis since 1970, when the step ended
 * @param values by metric: {@code loss/training}, {@code loss/validation}, {@code learning_rate}, {@code rows_per_second}, ...
 */
public record CurvePoint(String curve, int step, int steps, long millis, Map<String, Double> values)
        implements Serializable {
    public CurvePoint {
        values = new TreeMap<>(values);
    }
}
