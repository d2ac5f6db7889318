package io.lepton.jobs;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;

import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GateDecision;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How a model did that scored the same rows as the one whose scores are published.
 *
 * @param scoreDifference mean absolute difference of the two scores of a row
 * @param otherPredictions share of the rows whose predictions differ, 0 to 1
 * @param gates what they would have said of it; they decide nothing
 */
record Challenge(
        String model,
        int version,
        double scoreDifference,
        double otherPredictions,
        FairnessReport fairness,
        List<GateDecision> gates) {

    static Challenge of(ScoreStage.ModelName model, Dataset<Row> scores, BatchAudit.Verdict verdict) {
        ScoreNames challenger = ScoringModels.OF_CHALLENGER;
        Row means = scores.agg(
                        avg(abs(col("score").minus(col(challenger.score())))),
                        avg(col("prediction")
                                .notEqual(col(challenger.prediction()))
                                .cast("double")))
                .head();
        return new Challenge(
                model.name(),
                model.version(),
                means.isNullAt(0) ? 0 : means.getDouble(0),
                means.isNullAt(1) ? 0 : means.getDouble(1),
                verdict.fairness().withoutCurves(),
                verdict.decisions().stream()
                        .filter(decision -> !decision.gate().isAgainstChampion())
                        .toList());
    }
}
