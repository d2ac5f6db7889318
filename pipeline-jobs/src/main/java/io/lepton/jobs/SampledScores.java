package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The scored rows of which scoring kept what the model saw. Where they are a small part of a batch, they are read from it once.
 *
 * @param rows all, where nothing was kept
 * @param areKept whether they stay in memory, or on the local disk, until they are closed
 */
record SampledScores(Dataset<Row> rows, boolean areKept) implements AutoCloseable {

    /** @param count of the batch's rows */
    static SampledScores of(Dataset<Row> scores, long count) {
        List<String> audited = Arrays.asList(
                ((StructType) scores.schema().apply(AuditedColumns.NAME).dataType()).fieldNames());
        return Stream.of(AuditedColumns.CONDITIONS, AuditedColumns.FEATURES)
                .filter(audited::contains)
                .map(name -> col(AuditedColumns.NAME).getField(name).isNotNull())
                .reduce(Column::or)
                .map(scores::where)
                .map(rows -> count > SliceAuditing.MOST_ROWS
                        ? new SampledScores(rows.persist(StorageLevel.MEMORY_AND_DISK()), true)
                        : new SampledScores(rows, false))
                .orElseGet(() -> new SampledScores(scores, false));
    }

    @Override
    public void close() {
        if (areKept) {
            rows.unpersist();
        }
    }
}
