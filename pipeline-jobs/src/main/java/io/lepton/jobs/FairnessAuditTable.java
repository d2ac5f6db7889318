package io.lepton.jobs;

import static org.apache.spark.sql.functions.current_timestamp;

import io.lepton.fairness.Disparity;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GateDecision;
import io.lepton.fairness.GroupMetrics;
import io.lepton.fairness.estimate.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of {@value #NAME}, a long table: one row a figure. What is not known is null.
 *
 * @param model whose scores were audited, or the table that holds them
 * @param version of the model in the registry; absent: it is in none
 */
public record FairnessAuditTable(String runId, String model, OptionalInt version) {
    public static final String NAME = "audits/fairness";

    private static final StructType SCHEMA = StructType.fromDDL(
            """
            run_id string, model_name string, model_version int,
            kind string COMMENT 'overall, group, disparity or gate',
            attributes string COMMENT 'the protected attribute, or several: sex × race',
            group_name string, rows bigint, judged boolean COMMENT 'whether the group is large enough to be compared',
            metric string, value double, passed boolean COMMENT 'of a gate',
            interval_low double COMMENT 'of the 95 % interval', interval_high double,
            p_value double COMMENT 'of the hypothesis that all groups are alike',
            p_value_holm double COMMENT 'adjusted for all hypotheses of the audit by Holm',
            p_value_benjamini_hochberg double COMMENT 'adjusted for the false discovery rate',
            worst_group string, best_group string,
            against string COMMENT 'champion, where the value is the difference from its figure',
            overridden_by string COMMENT 'who published the batch although this gate refused',
            override_reason string""");

    /**
     * One row a figure, and the time.
     *
     * @param override of the gates that refuse
     */
    public Dataset<Row> rows(
            SparkSession spark,
            FairnessReport fairness,
            List<GateDecision> decisions,
            Optional<GateOverride> override) {
        List<Row> rows = new ArrayList<>();
        addGroup(rows, "overall", fairness.overall());
        fairness.groups().forEach(group -> addGroup(rows, "group", group));
        fairness.disparities().forEach(disparity -> rows.add(row(disparity)));
        decisions.forEach(decision -> rows.add(row(decision, override.filter(any -> !decision.passed()))));
        return spark.createDataFrame(rows, SCHEMA).coalesce(1).withColumn("audited_at", current_timestamp());
    }

    private void addGroup(List<Row> rows, String kind, GroupMetrics group) {
        group.metrics().forEach((metric, value) -> {
            Interval interval = group.interval(metric);
            rows.add(RowFactory.create(
                    runId,
                    model,
                    registered(),
                    kind,
                    group.attributes(),
                    group.group(),
                    group.count(),
                    group.judged(),
                    metric,
                    value,
                    null,
                    known(interval.low()),
                    known(interval.high()),
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null,
                    null));
        });
    }

    private Row row(Disparity disparity) {
        return RowFactory.create(
                runId,
                model,
                registered(),
                "disparity",
                disparity.attributes(),
                null,
                null,
                null,
                disparity.metric(),
                disparity.value(),
                null,
                known(disparity.interval().low()),
                known(disparity.interval().high()),
                known(disparity.significance().pValue()),
                known(disparity.significance().holm()),
                known(disparity.significance().benjaminiHochberg()),
                disparity.worstGroup(),
                disparity.bestGroup(),
                null,
                null,
                null);
    }

    private Row row(GateDecision decision, Optional<GateOverride> override) {
        return RowFactory.create(
                runId,
                model,
                registered(),
                "gate",
                decision.attributes(),
                null,
                null,
                null,
                decision.gate().metric(),
                decision.value(),
                decision.passed(),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                decision.gate().isAgainstChampion() ? "champion" : null,
                override.map(GateOverride::by).orElse(null),
                override.map(GateOverride::reason).orElse(null));
    }

    private Integer registered() {
        return version.isPresent() ? (Integer) version.getAsInt() : null;
    }

    private static Double known(double value) {
        return Double.isNaN(value) ? null : (Double) value;
    }
}
