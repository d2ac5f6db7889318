package io.lepton.jobs;

import static org.apache.spark.sql.functions.current_timestamp;

import io.lepton.lake.TableVersion;
import io.lepton.lake.WriteId;
import io.lepton.registry.ModelVersion;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Rows of {@code audits/inputs}: one a column of a scored batch. */
record InputTable(RunContext context, ModelVersion model) {
    private static final StructType SCHEMA =
            StructType.fromDDL("run_id string, model_name string, model_version int, column_name string, rows bigint, "
                    + "missing bigint, usually_missing double, below bigint, above bigint, unseen bigint");

    Optional<TableVersion> append(List<InputFinding> findings, WriteId id) {
        if (findings.isEmpty()) {
            return Optional.empty();
        }
        List<Row> rows = findings.stream().map(this::row).toList();
        return Optional.of(context.lake()
                .append(
                        context.spark()
                                .createDataFrame(rows, SCHEMA)
                                .coalesce(1)
                                .withColumn("scored_at", current_timestamp()),
                        "audits/inputs",
                        id));
    }

    private Row row(InputFinding finding) {
        return RowFactory.create(
                context.runId(),
                model.name(),
                model.version(),
                finding.column(),
                finding.rows(),
                finding.missing(),
                finding.usuallyMissing(),
                finding.below(),
                finding.above(),
                finding.unseen());
    }
}
