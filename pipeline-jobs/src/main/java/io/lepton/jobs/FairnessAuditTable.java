package io.lepton.jobs;

import static org.apache.spark.sql.functions.current_timestamp;

import io.lepton.fairness.ClassNames;
import io.lepton.fairness.Disparity;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GateDecision;
import io.lepton.fairness.GroupContrast;
import io.lepton.fairness.GroupMetrics;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.measures.Measure;
import io.lepton.fairness.neighbours.Consistency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of {@value #NAME}, a long table: one row a figure, and one a group of which nothing is told: its {@code rows}, {@code metric} and {@code value}
 * are null. What is not known is null.
 *
 * @param model whose scores were audited, or the table that holds them
 * @param version of the model in the registry; absent: it is in none
 * @param classes of the label
 */
public record FairnessAuditTable(String runId, String model, OptionalInt version, ClassNames classes) {
    public static final String NAME = "audits/fairness";

    private static final StructType SCHEMA = StructType.fromDDL(
            """
            run_id string, model_name string, model_version int,
            kind string COMMENT 'overall, group, disparity, contrast or gate',
            attributes string COMMENT 'the protected attribute, or several: sex × race',
            group_name string, rows bigint COMMENT 'that the figure is of',
            judged boolean COMMENT 'whether they are enough to compare the group',
            metric string, class_name string COMMENT 'of a metric of one of several classes: which it is, as the label has it',
            value double, passed boolean COMMENT 'of a gate',
            interval_low double COMMENT 'of the 95 % interval', interval_high double,
            p_value double COMMENT 'of the hypothesis that all groups are alike',
            p_value_holm double COMMENT 'adjusted for all hypotheses of the audit by Holm',
            p_value_benjamini_hochberg double COMMENT 'adjusted for the false discovery rate',
            worst_group string, best_group string,
            reason string COMMENT 'of a gate: what it said, with its bounds, in a sentence',
            against string COMMENT 'champion, where the value is the difference from its figure',
            overridden_by string COMMENT 'who published the batch although this gate refused',
            override_reason string,
            sampled_rows bigint COMMENT 'of a figure that is of a sample of the rows: how many of them are the group',
            rest_value double COMMENT 'of a contrast: the figure of everybody else; value is the group less everybody else'""");

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
        addGroup(rows, "overall", fairness.overall(), fairness.consistency());
        fairness.groups().forEach(group -> addGroup(rows, "group", group, fairness.consistency()));
        fairness.disparities().forEach(disparity -> rows.add(row(disparity)));
        fairness.contrasts().forEach(contrast -> rows.add(row(contrast)));
        decisions.forEach(decision -> rows.add(row(decision, override.filter(any -> !decision.passed()))));
        return spark.createDataFrame(rows, SCHEMA).coalesce(1).withColumn("audited_at", current_timestamp());
    }

    private void addGroup(List<Row> rows, String kind, GroupMetrics group, Optional<Consistency> sampled) {
        if (group.countSuppressed()) {
            rows.add(withheld(kind, group));
        }
        group.metrics().forEach((metric, value) -> {
            Map<String, Object> cells = figure(kind, group.attributes(), metric, value, group.interval(metric));
            cells.put("group_name", group.group());
            cells.put("rows", group.count(metric));
            cells.put("judged", group.judged(metric));
            sampled.filter(any -> metric.equals(Measure.CONSISTENCY.id()))
                    .flatMap(found -> found.of(group.attributes(), group.group()))
                    .ifPresent(figure -> cells.put("sampled_rows", figure.rows()));
            rows.add(row(cells));
        });
    }

    /** That the group is there, and nothing more. */
    private Row withheld(String kind, GroupMetrics group) {
        Map<String, Object> cells = new HashMap<>(whose());
        cells.put("kind", kind);
        cells.put("attributes", group.attributes());
        cells.put("group_name", group.group());
        cells.put("judged", false);
        return row(cells);
    }

    private Row row(Disparity disparity) {
        Map<String, Object> cells = figure(
                "disparity", disparity.attributes(), disparity.metric(), disparity.value(), disparity.interval());
        cells.put("p_value", known(disparity.significance().pValue()));
        cells.put("p_value_holm", known(disparity.significance().holm()));
        cells.put("p_value_benjamini_hochberg", known(disparity.significance().benjaminiHochberg()));
        cells.put("worst_group", disparity.worstGroup());
        cells.put("best_group", disparity.bestGroup());
        return row(cells);
    }

    private Row row(GroupContrast contrast) {
        Map<String, Object> cells = figure(
                "contrast",
                contrast.attributes(),
                contrast.metric(),
                contrast.value() - contrast.rest(),
                contrast.difference());
        cells.put("group_name", contrast.group());
        cells.put("rest_value", contrast.rest());
        cells.put("p_value", known(contrast.pValue()));
        cells.put("p_value_holm", known(contrast.adjustedPValue()));
        return row(cells);
    }

    private Row row(GateDecision decision, Optional<GateOverride> override) {
        Map<String, Object> cells =
                figure("gate", decision.attributes(), decision.gate().metric(), decision.value(), Interval.UNKNOWN);
        cells.put("passed", decision.passed());
        cells.put("reason", decision.reason());
        cells.put("against", decision.gate().isAgainstChampion() ? "champion" : null);
        override.ifPresent(found -> {
            cells.put("overridden_by", found.by());
            cells.put("override_reason", found.reason());
        });
        return row(cells);
    }

    private Map<String, Object> figure(String kind, String attributes, String metric, double value, Interval interval) {
        Map<String, Object> cells = new HashMap<>(whose());
        cells.put("kind", kind);
        cells.put("attributes", attributes);
        cells.put("metric", metric);
        classes.named(metric).ifPresent(each -> cells.put("class_name", each));
        cells.put("value", value);
        cells.put("interval_low", known(interval.low()));
        cells.put("interval_high", known(interval.high()));
        return cells;
    }

    private Map<String, Object> whose() {
        Map<String, Object> cells = new HashMap<>();
        cells.put("run_id", runId);
        cells.put("model_name", model);
        version.ifPresent(number -> cells.put("model_version", number));
        return cells;
    }

    /** What is not named is null. */
    private static Row row(Map<String, Object> cells) {
        return RowFactory.create(
                Arrays.stream(SCHEMA.fieldNames()).map(cells::get).toArray());
    }

    private static Double known(double value) {
        return Double.isNaN(value) ? null : (Double) value;
    }
}
