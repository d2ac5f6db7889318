package io.lepton.training.curves;

import org.apache.spark.ml.Estimator;

/** An estimator that tells how its training goes while it goes on. */
public interface ReportsCurves {
    /** A copy of this estimator that reports to the listener; the listener is no parameter, and is not saved. */
    Estimator<?> reporting(CurveListener listener);
}
