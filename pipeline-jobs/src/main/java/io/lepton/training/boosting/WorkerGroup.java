package io.lepton.training.boosting;

import ml.dmlc.xgboost4j.java.Communicator.OpType;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** The tasks that train one model together. */
interface WorkerGroup extends AutoCloseable {
    /** The number of this worker, from 0; that of number 0 writes and returns what all of them have. */
    int number();

    /** One for all of what each worker says here, value by value; each has to say something. */
    float[] reduce(float[] values, OpType operation);

    /** Parts from the others when all is done; who closes without it has failed, and waits for nobody. */
    void leave() throws XGBoostError;

    @Override
    void close() throws XGBoostError;
}
