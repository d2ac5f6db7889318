package io.lepton.jobs.forget;

import static org.apache.spark.sql.functions.col;

import io.lepton.jobs.Json;
import io.lepton.lake.WriteId;
import io.lepton.lake.erasure.ErasedTable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Rows of {@code audits/privacy} that tell what was erased, and not whom. */
record Receipts(ForgetContext context, String requestId, Instant requestedAt) {
    private static final String TABLE = "audits/privacy";
    private static final StructType SCHEMA = StructType.fromDDL(
            "run_id string, table string, kind string, erasure string, "
                    + "erased_rows bigint, erased_files bigint, requested_at timestamp, receipt string, audited_at timestamp");

    /** What tables lost; of one erasure once, however often it was begun. */
    void tables(List<ErasedTable> erased) {
        List<Row> rows = erased.stream()
                .filter(table -> table.rows() == 0 || !isWritten(table))
                .map(this::row)
                .toList();
        if (!rows.isEmpty()) {
            write("tables", rows);
        }
    }

    /** Models that the person had a part in; before anything is deleted, as it cannot be found out later. */
    void models(List<TrainedModel> models) {
        write("models", List.of(row("registry", 0, 0, "", Map.of("pipeline", context.pipeline(), "models", models))));
    }

    private boolean isWritten(ErasedTable erased) {
        return context.lake().exists(TABLE)
                && List.of(context.lake().read(TABLE).columns()).contains("erasure")
                && !context.lake()
                        .read(TABLE)
                        .where(col("erasure").equalTo(erased.erasure()))
                        .isEmpty();
    }

    private Row row(ErasedTable erased) {
        return row(
                erased.table(),
                erased.rows(),
                erased.filesDeleted(),
                erased.erasure(),
                Map.of(
                        "pipeline", context.pipeline(),
                        "version", erased.version(),
                        "filesThatHeldRows", erased.files()));
    }

    private Row row(String table, long rows, long files, String erasure, Map<String, Object> receipt) {
        return RowFactory.create(
                requestId,
                table,
                "erasure",
                erasure,
                rows,
                files,
                Timestamp.from(requestedAt),
                Json.text(new TreeMap<>(receipt)),
                Timestamp.from(Instant.now()));
    }

    private void write(String what, List<Row> rows) {
        context.lake()
                .append(context.spark().createDataFrame(rows, SCHEMA).coalesce(1), TABLE, new WriteId(requestId, what));
    }
}
