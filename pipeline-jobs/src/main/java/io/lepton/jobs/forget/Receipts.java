package io.lepton.jobs.forget;

import io.lepton.jobs.Json;
import io.lepton.lake.WriteId;
import io.lepton.lake.erasure.ErasedTable;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Rows of {@code audits/privacy} that tell what was erased, and not whom. */
record Receipts(ForgetContext context, String requestId, Instant requestedAt) {
    private static final String TABLE = "audits/privacy";
    private static final StructType SCHEMA = StructType.fromDDL("run_id string, table string, kind string, "
            + "erased_rows bigint, erased_files bigint, requested_at timestamp, receipt string, audited_at timestamp");

    /** What a table lost; of one erasure once, however often it was begun. */
    void table(ErasedTable erased) {
        WriteId id = erased.rows() > 0
                ? new WriteId("erasure", erased.table() + "/" + erased.erasure())
                : new WriteId(requestId, erased.table());
        write(
                id,
                erased.table(),
                erased.rows(),
                erased.filesDeleted(),
                Map.of(
                        "pipeline", context.pipeline(),
                        "version", erased.version(),
                        "filesThatHeldRows", erased.files()));
    }

    /** Models that the person had a part in; before anything is deleted, as it cannot be found out later. */
    void models(List<TrainedModel> models) {
        write(
                new WriteId(requestId, "models"),
                "registry",
                0,
                0,
                Map.of("pipeline", context.pipeline(), "models", models));
    }

    private void write(WriteId id, String table, long rows, long files, Map<String, Object> receipt) {
        Row row = RowFactory.create(
                requestId,
                table,
                "erasure",
                rows,
                files,
                Timestamp.from(requestedAt),
                Json.text(new java.util.TreeMap<>(receipt)),
                Timestamp.from(Instant.now()));
        context.lake()
                .append(context.spark().createDataFrame(List.of(row), SCHEMA).coalesce(1), TABLE, id);
    }
}
