package io.lepton.jobs;

import io.lepton.lake.TableVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tables of a run that hold its batch until the audit publishes it. */
record UnpublishedBatch(RunContext context) {

    /**
     * Writes the batch down.
     *
     * @param gone keys of rows whose scores are to go
     */
    TableVersion write(Dataset<Row> scores, Optional<Dataset<Row>> gone) {
        // What an attempt that was cut off may have left: its counts went with it.
        clear();
        gone.ifPresent(
                keys -> context.lake().replace(keys, context.unpublishedDeletions(), context.writeId(StageName.SCORE)));
        // Nobody looks for rows by what only the audit reads.
        List<String> published = Arrays.stream(scores.columns())
                .filter(column -> !column.equals(AuditedColumns.NAME))
                .toList();
        return context.lake().replace(scores, context.unpublishedScores(), context.writeId(StageName.SCORE), published);
    }

    /** Keys of rows whose scores are to go. */
    Optional<Dataset<Row>> gone() {
        return context.lake().exists(context.unpublishedDeletions())
                ? Optional.of(context.lake().read(context.unpublishedDeletions()))
                : Optional.empty();
    }

    void clear() {
        context.lake().delete(context.unpublishedScores());
        context.lake().delete(context.unpublishedDeletions());
    }
}
