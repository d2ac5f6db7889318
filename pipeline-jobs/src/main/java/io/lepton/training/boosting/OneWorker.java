package io.lepton.training.boosting;

import ml.dmlc.xgboost4j.java.Communicator.OpType;

/** A task that trains alone and needs to talk to nobody. */
final class OneWorker implements WorkerGroup {
    @Override
    public int number() {
        return 0;
    }

    @Override
    public float[] reduce(float[] values, OpType operation) {
        return values;
    }

    @Override
    public void leave() {}

    @Override
    public void close() {}
}
