package io.lepton.cli.bench.audit;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * How one would write it in an afternoon: an aggregation a metric, for each attribute and each pair. Without intervals, and without what needs an order
 * of the scores or more than one look, which would take longer.
 */
record Aggregations(ScoreRows rows) {
    private static final List<String> METRICS = List.of(
            "avg(prediction) as selection_rate",
            "avg(label) as base_rate",
            "avg(double(label = prediction)) as accuracy",
            "avg(if(label = 1, prediction, null)) as recall",
            "avg(if(label = 0, prediction, null)) as false_positive_rate",
            "avg(if(label = 1, 1 - prediction, null)) as false_negative_rate",
            "avg(if(label = 0, 1 - prediction, null)) as true_negative_rate",
            "avg(if(prediction = 1, label, null)) as precision",
            "avg(if(prediction = 1, 1 - label, null)) as false_discovery_rate",
            "avg(if(prediction = 0, label, null)) as false_omission_rate",
            "avg(score) as mean_score",
            "avg((score - label) * (score - label)) as brier_score",
            "avg(-ln(greatest(if(label = 1, score, 1 - score), 1e-15))) as log_loss",
            "avg(score - label) as calibration_in_the_large");

    /** Measures everything; tells how many figures that are. */
    long figures() {
        Dataset<Row> read = rows.read();
        List<Column> single = List.copyOf(rows.groups());
        List<List<Column>> sets = new ArrayList<>();
        for (int i = 0; i < single.size(); i++) {
            sets.add(List.of(single.get(i)));
            for (int j = i + 1; j < single.size(); j++) {
                sets.add(List.of(single.get(i), single.get(j)));
            }
        }
        long figures = 0;
        for (List<Column> set : sets) {
            for (String metric : METRICS) {
                figures += read.groupBy(set.toArray(Column[]::new))
                        .agg(functions.expr(metric))
                        .collectAsList()
                        .size();
            }
        }
        return figures;
    }
}
