package io.lepton.training.boosting;

import ml.dmlc.xgboost4j.java.XGBoostError;

/** The tasks that train one model together. */
interface WorkerGroup extends AutoCloseable {
    /** The number of this worker, from 0; that of number 0 writes and returns what all of them have. */
    int number();

    /** What each worker says here, by number; each has to say something. */
    long[] gather(long value);

    @Override
    void close() throws XGBoostError;
}
