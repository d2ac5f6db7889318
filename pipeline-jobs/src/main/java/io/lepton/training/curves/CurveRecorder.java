package io.lepton.training.curves;

import java.io.Serializable;
import java.util.Map;
import org.apache.spark.util.CollectionAccumulator;

/** Goes along into tasks; one of them records each step. */
public final class CurveRecorder implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String curve;
    private final CollectionAccumulator<CurvePoint> points;

    CurveRecorder(String curve, CollectionAccumulator<CurvePoint> points) {
        this.curve = curve;
        this.points = points;
    }

    /**
     * @param step counted from 1
     * @param steps that will be taken, at most
     */
    public void record(int step, int steps, Map<String, Double> values) {
        points.add(new CurvePoint(curve, step, steps, System.currentTimeMillis(), values));
    }
}
