package io.lepton.jobs;

import io.lepton.fairness.Disparity;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GateDecision;
import io.lepton.fairness.GroupMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Rows of {@code audits/fairness}, a long table: one row a figure. */
record FairnessAuditTable(String runId, String model, int version) {
    private static final StructType SCHEMA = StructType.fromDDL(
            "run_id string, model_name string, model_version int, kind string, "
                    + "attributes string, group_name string, rows bigint, judged boolean, metric string, value double, passed boolean");

    Dataset<Row> rows(SparkSession spark, FairnessReport fairness, List<GateDecision> decisions) {
        List<Row> rows = new ArrayList<>();
        addGroup(rows, "overall", fairness.overall());
        fairness.groups().forEach(group -> addGroup(rows, "group", group));
        for (Disparity disparity : fairness.disparities()) {
            rows.add(row(
                    "disparity",
                    disparity.attributes(),
                    null,
                    null,
                    null,
                    disparity.metric(),
                    disparity.value(),
                    null));
        }
        for (GateDecision decision : decisions) {
            rows.add(row(
                    "gate",
                    decision.attributes(),
                    null,
                    null,
                    null,
                    decision.gate().metric(),
                    decision.value(),
                    decision.passed()));
        }
        return spark.createDataFrame(rows, SCHEMA).coalesce(1);
    }

    private void addGroup(List<Row> rows, String kind, GroupMetrics group) {
        for (Map.Entry<String, Double> metric : group.metrics().entrySet()) {
            rows.add(row(
                    kind,
                    group.attributes(),
                    group.group(),
                    group.count(),
                    group.judged(),
                    metric.getKey(),
                    metric.getValue(),
                    null));
        }
    }

    private Row row(
            String kind,
            String attributes,
            String group,
            Long count,
            Boolean judged,
            String metric,
            double value,
            Boolean passed) {
        return RowFactory.create(runId, model, version, kind, attributes, group, count, judged, metric, value, passed);
    }
}
