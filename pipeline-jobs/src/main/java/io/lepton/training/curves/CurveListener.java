package io.lepton.training.curves;

/** Takes points in the driver while a model trains: those of a curve in order, each once, one call at a time. */
@FunctionalInterface
public interface CurveListener {
    void point(CurvePoint point);

    /** For those who don't look. */
    static CurveListener none() {
        return point -> {};
    }
}
