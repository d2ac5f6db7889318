package io.lepton.jobs;

import io.lepton.fairness.data.DataAuditReport;
import io.lepton.fairness.data.GroupShare;
import io.lepton.fairness.data.LabelDisparity;
import io.lepton.fairness.data.Predictability;
import io.lepton.fairness.data.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of {@code audits/data}, a long table: one row a figure of a group ({@code representation}), of a group's labels against those of the
 * rest ({@code label}), of a column that tells of an attribute ({@code proxy}), or of all columns together ({@code predictability}).
 */
record DataAuditTable(String runId) {
    static final String NAME = "audits/data";

    private static final StructType SCHEMA =
            StructType.fromDDL("run_id string, kind string, attributes string, group_name string, column_name string, "
                    + "rows bigint, judged boolean, metric string, value double");

    Dataset<Row> rows(SparkSession spark, DataAuditReport report) {
        List<Row> rows = new ArrayList<>();
        report.groups().forEach(group -> add(rows, group));
        for (LabelDisparity found : report.disparities()) {
            String group = found.group().isEmpty() ? null : found.group();
            rows.add(row("label", found.attributes(), group, null, null, null, found.metric(), found.value()));
        }
        report.proxies().forEach(proxy -> add(rows, proxy));
        report.predictability().forEach(found -> add(rows, found));
        return spark.createDataFrame(rows, SCHEMA).coalesce(1);
    }

    /** Of a withheld group, that it is there. */
    private void add(List<Row> rows, GroupShare group) {
        add(rows, group, "share", group.share());
        group.shareInterval().ifPresent(interval -> {
            add(rows, group, "share_low", interval.low());
            add(rows, group, "share_high", interval.high());
        });
        group.baseRateInterval().ifPresent(interval -> {
            add(rows, group, "base_rate", group.baseRate());
            add(rows, group, "base_rate_low", interval.low());
            add(rows, group, "base_rate_high", interval.high());
        });
    }

    private void add(List<Row> rows, GroupShare group, String metric, double value) {
        Long count = group.countSuppressed() ? null : group.count();
        rows.add(row("representation", group.attributes(), group.group(), null, count, group.judged(), metric, value));
    }

    private void add(List<Row> rows, Proxy proxy) {
        add(rows, proxy, "mutual_information", proxy.mutualInformation());
        add(rows, proxy, "normalized_mutual_information", proxy.normalizedMutualInformation());
        add(rows, proxy, "p_value", proxy.pValue());
        add(rows, proxy, "p_value_holm", proxy.adjustedPValue());
        add(rows, proxy, "auc", proxy.auc());
        add(rows, proxy, "accuracy", proxy.accuracy());
        add(rows, proxy, "base_accuracy", proxy.baseAccuracy());
    }

    private void add(List<Row> rows, Proxy proxy, String metric, double value) {
        rows.add(row("proxy", proxy.attribute(), null, proxy.feature(), null, null, metric, value));
    }

    private void add(List<Row> rows, Predictability found) {
        rows.add(predictability(found, "auc", found.auc()));
        rows.add(predictability(found, "accuracy", found.accuracy()));
        rows.add(predictability(found, "base_accuracy", found.baseAccuracy()));
    }

    private Row predictability(Predictability found, String metric, double value) {
        return row("predictability", found.attribute(), null, null, found.heldOutRows(), null, metric, value);
    }

    private Row row(
            String kind,
            String attributes,
            String group,
            String column,
            Long count,
            Boolean judged,
            String metric,
            double value) {
        return RowFactory.create(runId, kind, attributes, group, column, count, judged, metric, value);
    }
}
