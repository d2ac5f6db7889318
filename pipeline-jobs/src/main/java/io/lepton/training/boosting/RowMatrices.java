package io.lepton.training.boosting;

import ml.dmlc.xgboost4j.java.DMatrix;

/** A worker's rows as XGBoost holds them: those to train on and those held out. */
interface RowMatrices extends AutoCloseable {
    DMatrix training();

    DMatrix heldOut();

    @Override
    void close();
}
