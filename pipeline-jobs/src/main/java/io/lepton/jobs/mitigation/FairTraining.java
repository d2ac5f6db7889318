package io.lepton.jobs.mitigation;

import static org.apache.spark.sql.functions.col;

import io.lepton.config.Mitigate.Constraint;
import io.lepton.config.Mitigate.Method;
import io.lepton.config.Train;
import io.lepton.error.LeptonException;
import io.lepton.fairness.boosting.FairXgBoost;
import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.fairness.preprocessing.Reweighing;
import io.lepton.fairness.reductions.ConstantModel;
import io.lepton.fairness.reductions.ExponentiatedGradient;
import io.lepton.fairness.reductions.GridSearch;
import io.lepton.fairness.reductions.Moment;
import io.lepton.fairness.reductions.RandomizedModel;
import java.util.Map;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Trains a model anew so that it is fairer.
 *
 * @param settings whose settings of XGBoost are those of its fair kind, too
 */
record FairTraining(Train settings, long seed) {
    private static final String WEIGHT = "lepton_fair_weight";

    /**
     * Refuses what could not be fitted, before anything else is.
     *
     * @param rows with the group
     * @throws LeptonException (data) for more groups than the method can tell apart
     */
    static void require(Attempt attempt, Dataset<Row> rows) {
        if (attempt.method() == Method.GRID_SEARCH) {
            gridPoints(attempt, rows).count();
        }
    }

    /**
     * A model of features; of exponentiated-gradient a {@link RandomizedModel} that tells its expected decision in {@link
     * MitigatedModel#EXPECTED}.
     *
     * @param rows features (vector), label, weight and the group
     */
    Transformer fit(Attempt attempt, Estimator<?> learner, Dataset<Row> rows) {
        return switch (attempt.method()) {
            case REWEIGHING -> (Transformer) learner.fit(reweighed(rows));
            case EXPONENTIATED_GRADIENT -> exponentiatedGradient(attempt, learner, rows);
            case GRID_SEARCH -> gridSearch(attempt, learner, rows);
            case FAIR_XGBOOST -> new FairXgBoost(xgboost())
                    .setPenalty(attempt.strength())
                    .setGroupCol(MitigatedModel.GROUP)
                    .fit(rows)
                    .xgboost();
            default -> throw new IllegalArgumentException(attempt.name() + " acts after training");
        };
    }

    private static Dataset<Row> reweighed(Dataset<Row> rows) {
        return new Reweighing()
                .setProtectedCols(MitigatedModel.GROUP)
                .setWeightCol("weight")
                .setOutputCol(WEIGHT)
                .fit(rows)
                .transform(rows)
                .withColumn("weight", col(WEIGHT))
                .drop(WEIGHT);
    }

    private Transformer exponentiatedGradient(Attempt attempt, Estimator<?> learner, Dataset<Row> rows) {
        RandomizedModel model = new ExponentiatedGradient(learner)
                .setConstraint(moment(attempt.constraint()))
                .setBound(attempt.strength())
                .setGroupCol(MitigatedModel.GROUP)
                .fit(rows);
        if (model.models().stream().allMatch(ConstantModel.class::isInstance)) {
            throw decidesTheSame(attempt);
        }
        // What decides by its score stands behind it.
        return model.setDecision("deterministic").setExpectedDecisionCol(MitigatedModel.EXPECTED);
    }

    private static LeptonException decidesTheSame(Attempt attempt) {
        return LeptonException.data("Cannot mitigate by " + attempt.inWords()
                + ": the fairest model that it found decides the same about everybody. Choose another method.");
    }

    private static Transformer gridSearch(Attempt attempt, Estimator<?> learner, Dataset<Row> rows) {
        GridPoints points = gridPoints(attempt, rows);
        Transformer model = new GridSearch(learner)
                .setConstraint(moment(attempt.constraint()))
                .setGridSize(points.count())
                .setGridLimit(points.limit())
                .setGroupCol(MitigatedModel.GROUP)
                .fit(rows)
                .model();
        if (model instanceof ConstantModel) {
            throw decidesTheSame(attempt);
        }
        return model;
    }

    private static GridPoints gridPoints(Attempt attempt, Dataset<Row> rows) {
        return new GridPoints(
                attempt.constraint(),
                rows.select(MitigatedModel.GROUP).distinct().count());
    }

    private static Moment moment(Constraint constraint) {
        return switch (constraint) {
            case DEMOGRAPHIC_PARITY -> Moment.DEMOGRAPHIC_PARITY;
            case EQUALIZED_ODDS -> Moment.EQUALIZED_ODDS;
            case EQUAL_OPPORTUNITY -> Moment.TRUE_POSITIVE_RATE_PARITY;
            case ERROR_PARITY -> Moment.ERROR_RATE_PARITY;
        };
    }

    private XGBoostClassifier xgboost() {
        Train.XgBoost of = (Train.XgBoost) settings.models().get(Train.ModelKind.XGBOOST);
        XGBoostClassifier xgboost = new XGBoostClassifier();
        Map<String, Object> values = Map.of(
                "weightCol", "weight",
                "numRound", of.rounds(),
                "max_depth", of.depth(),
                "eta", of.learningRate(),
                "subsample", of.subsample(),
                "colsample_bytree", of.columnSample(),
                "min_child_weight", of.minChildWeight(),
                "lambda", of.lambda(),
                "seed", seed,
                "tree_method", "hist");
        values.forEach((name, value) -> xgboost.set(xgboost.getParam(name), value));
        return xgboost;
    }
}
