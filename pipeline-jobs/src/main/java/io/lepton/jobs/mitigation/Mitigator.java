package io.lepton.jobs.mitigation;

import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.GroupNaming;
import io.lepton.fairness.mitigation.MitigatedModel;
import io.lepton.fairness.postprocessing.DrawnDecision;
import io.lepton.fairness.preprocessing.FairFeatures;
import io.lepton.jobs.mitigation.repaired.RepairedModel;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits attempts.
 *
 * @param repairs of features
 * @param keys columns that tell rows apart
 * @param seed of all draws
 */
record Mitigator(FairTraining training, FeatureRepairs repairs, GroupNaming naming, List<String> keys, long seed) {

    /**
     * Trains the model anew.
     *
     * @param rows features (vector), label, weight and the group
     */
    Transformer trained(Attempt attempt, Estimator<?> learner, Dataset<Row> rows) {
        if (attempt.method().repairsFeatures()) {
            FairFeatures repair = repairs.fit(attempt, rows);
            return new RepairedModel(repair, (Transformer) learner.fit(repair.transform(rows))).stages();
        }
        Transformer model = training.fit(attempt, learner, rows);
        if (!attempt.method().decides()) {
            return model;
        }
        DrawnDecision decision = new DrawnDecision()
                .setScoreCol(MitigatedModel.EXPECTED)
                .setPredictionCol(MitigatedModel.DECISION)
                .setKeyCols(keys.toArray(String[]::new))
                .setSeed(seed);
        return new MitigatedModel(model, decision, naming, keys);
    }

    /**
     * Repairs what the model says.
     *
     * @param predicted label, weight, the group and {@code probability} of rows that the model was not fitted on
     */
    MitigatedModel repaired(Attempt attempt, Transformer model, Dataset<Row> predicted) {
        Transformer repair =
                (Transformer) new ScoreRepairs(keys, seed).of(attempt).fit(scored(predicted));
        return new MitigatedModel(model, repair, naming, keys);
    }

    /** The rows with the score that repairs read. */
    static Dataset<Row> scored(Dataset<Row> predicted) {
        return predicted
                .withColumn(MitigatedModel.SCORE, Cells.score(predicted.schema(), "probability"))
                .drop("probability", "rawPrediction", "prediction");
    }
}
