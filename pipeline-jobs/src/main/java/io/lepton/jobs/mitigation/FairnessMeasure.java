package io.lepton.jobs.mitigation;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;

import io.lepton.config.Mitigate;
import io.lepton.error.LeptonException;
import io.lepton.fairness.AuditInput;
import io.lepton.fairness.Disparity;
import io.lepton.fairness.FairnessAudit;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.counting.AuditTask;
import io.lepton.fairness.mitigation.MitigatedModel;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Measures decisions as the audit does.
 *
 * @param attribute for messages
 * @param constraint whose violation is unfairness
 * @param judgement how large a group must be to count
 * @param weight column, where rows count differently
 */
public record FairnessMeasure(
        String attribute, Mitigate.Constraint constraint, AuditInput.Judgement judgement, Optional<String> weight) {

    /** Of the disparity, by the audit's name. */
    public String metric() {
        return switch (constraint) {
            case DEMOGRAPHIC_PARITY -> "demographic_parity_difference";
            case EQUALIZED_ODDS -> "equalized_odds_difference";
            case EQUAL_OPPORTUNITY -> "equal_opportunity_difference";
                // Error rates are as far apart.
            case ERROR_PARITY -> "accuracy_difference";
        };
    }

    /**
     * Audits the predictions.
     *
     * @param predicted label, probability (vector), prediction and the group
     * @throws LeptonException data, where fewer than two groups are large enough to be compared
     */
    public Outcome of(Dataset<Row> predicted) {
        FairnessReport report = new FairnessAudit(AuditInput.of(
                                "label", MitigatedModel.SCORE, MitigatedModel.DECISION, List.of(MitigatedModel.GROUP))
                        .withDepth(1)
                        .withWeight(weight)
                        .withTask(AuditTask.BINARY)
                        .withJudgement(judgement))
                .audit(predicted
                        .withColumn(
                                MitigatedModel.SCORE,
                                vector_to_array(col("probability"), "float64").getItem(1))
                        .withColumn(MitigatedModel.DECISION, col("prediction")));
        Disparity disparity = report.disparities().stream()
                .filter(found -> found.metric().equals(metric()) && !Double.isNaN(found.value()))
                .findFirst()
                .orElseThrow(() -> LeptonException.data("Cannot tell how unfair a model is to groups of '" + attribute
                        + "': fewer than two of them have " + judgement.minimumRows() + " rows and "
                        + judgement.minimumOutcomes() + " of either outcome among the "
                        + report.overall().count() + " rows that tell. Bring more rows, lower audit.minimum-count and"
                        + " audit.minimum-outcomes, or take train.mitigate out."));
        return new Outcome(report.overall().metric("accuracy"), disparity.value(), disparity.interval());
    }
}
