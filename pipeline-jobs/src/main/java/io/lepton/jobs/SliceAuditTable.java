package io.lepton.jobs;

import io.lepton.fairness.slices.Slice;
import io.lepton.fairness.slices.SliceReport;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * Rows of {@code audits/slices}: one a slice on which the model errs most.
 *
 * @param classes whether the label has classes
 */
record SliceAuditTable(String runId, String model, int version, boolean classes) {
    static final String NAME = "audits/slices";

    private static final StructType SCHEMA = StructType.fromDDL(
            """
            run_id string, model_name string, model_version int,
            rank int COMMENT '1 is the worst',
            slice string COMMENT 'what its rows have in common',
            rows bigint, metric string COMMENT 'error_rate, or mae of quantities',
            value double COMMENT 'of its rows', rest_value double COMMENT 'of all other rows',
            overall_value double COMMENT 'of all rows',
            effect_size double COMMENT 'in standard deviations',
            p_value double COMMENT 'that it is no worse than the rest, by a one-sided test',
            p_value_benjamini_hochberg double COMMENT 'adjusted for all slices that could have been found',
            searched_rows bigint, searched_slices bigint COMMENT 'that could have been found'""");

    Dataset<Row> rows(SparkSession spark, SliceReport found) {
        List<Row> rows = new ArrayList<>();
        for (Slice slice : found.slices()) {
            rows.add(RowFactory.create(
                    runId,
                    model,
                    version,
                    rows.size() + 1,
                    slice.description(),
                    slice.rows(),
                    classes ? "error_rate" : "mae",
                    slice.meanLoss(),
                    slice.restLoss(),
                    found.meanLoss(),
                    slice.effectSize(),
                    slice.pValue(),
                    slice.adjustedPValue(),
                    found.rows(),
                    found.tests()));
        }
        return spark.createDataFrame(rows, SCHEMA).coalesce(1);
    }
}
