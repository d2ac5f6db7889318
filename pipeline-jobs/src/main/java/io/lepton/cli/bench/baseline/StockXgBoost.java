package io.lepton.cli.bench.baseline;

import io.lepton.training.XgBoostSettings;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;

/** XGBoost4J-Spark's own classifier, with the parameters of ours. */
public final class StockXgBoost {
    private StockXgBoost() {}

    /** @param workers tasks that train at the same time, each on one core */
    public static XGBoostClassifier of(XgBoostSettings settings, int workers) {
        XGBoostClassifier xgboost = new XGBoostClassifier();
        xgboost.setFeaturesCol("features");
        xgboost.setLabelCol("label");
        xgboost.setNumRound(settings.rounds());
        xgboost.setMaxDepth(settings.depth());
        xgboost.setEta(settings.learningRate());
        xgboost.set(xgboost.getParam("subsample"), settings.subsample());
        xgboost.set(xgboost.getParam("colsample_bytree"), settings.columnSample());
        xgboost.set(xgboost.getParam("min_child_weight"), settings.minChildWeight());
        xgboost.set(xgboost.getParam("lambda"), settings.lambda());
        xgboost.set(xgboost.getParam("tree_method"), "hist");
        xgboost.set(xgboost.getParam("nthread"), 1);
        xgboost.set(xgboost.getParam("objective"), "binary:logistic");
        xgboost.set(xgboost.getParam("verbosity"), 0);
        xgboost.setNumWorkers(workers);
        xgboost.setMissing(Float.NaN);
        return xgboost;
    }
}
