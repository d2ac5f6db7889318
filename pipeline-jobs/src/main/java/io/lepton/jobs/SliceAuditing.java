package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.current_timestamp;

import io.lepton.fairness.counts.CountedColumn;
import io.lepton.fairness.slices.Losses;
import io.lepton.fairness.slices.SliceReport;
import io.lepton.fairness.slices.SliceSearch;
import io.lepton.fairness.slices.SliceSettings;
import io.lepton.lake.TableVersion;
import io.lepton.lake.WriteId;
import io.lepton.registry.ModelVersion;
import io.lepton.training.TaskType;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Looks for the parts of a batch on which the model errs most → {@code audits/slices}. Scoring lays what slices are told apart by beside
 * the scores of a sample of rows; the audit, which knows labels and predictions, searches.
 */
record SliceAuditing(RunContext context, LabelCodec label) {
    /** More rows would tell no more, and would keep the batch waiting. */
    static final long MOST_ROWS = 200_000;
    /** Of fewer, no slice would be told from chance. */
    private static final long FEWEST_ROWS = 1_000;

    private static final int MOST_SLICES = 10;

    /**
     * What slices are told apart by: the columns that models see, and the protected attributes.
     *
     * @param inputs columns that models see
     * @return absent where nobody looks for slices, or no labels can be known
     */
    Optional<InputSample.Part> conditions(Incoming incoming, Set<String> inputs) {
        List<String> present = Arrays.asList(incoming.rows().columns());
        if (!context.pipeline().audit().slices()
                || incoming.count() < FEWEST_ROWS
                || !present.contains(label.column())) {
            return Optional.empty();
        }
        Set<String> columns = new LinkedHashSet<>(inputs);
        columns.addAll(context.pipeline().audit().protectedAttributes());
        columns.remove(label.column());
        return SampledInputs.of(context).of(incoming, columns, MOST_ROWS);
    }

    /**
     * Searches a batch.
     *
     * @param predicted rows with label and prediction, as the audit of groups sees them
     * @return absent where there is nothing to search
     */
    Optional<SliceReport> of(Dataset<Row> predicted) {
        return InputSample.of(predicted).sliced().flatMap(sample -> of(predicted, sample));
    }

    private Optional<SliceReport> of(Dataset<Row> predicted, InputSample.Part sample) {
        context.progress().step("looking for slices that the model errs on");
        Column loss = label.task() == TaskType.REGRESSION
                ? Losses.absoluteError(col("label"), col("__prediction"))
                : Losses.zeroOne(col("label"), col("__prediction"));
        Dataset<Row> rows = predicted.where(col("label").isNotNull().and(sample.chosen()));
        return SliceSearch.ofAny(
                rows,
                CountedColumn.numbers("loss", loss),
                sample.columns(),
                SliceSettings.standard()
                        .withTop(MOST_SLICES)
                        .withPrivacyThreshold(context.pipeline().audit().privacyThreshold()));
    }

    /** Nothing where no slice stands out. */
    Optional<TableVersion> save(SliceReport found, ModelVersion model, WriteId id) {
        if (found.slices().isEmpty()) {
            return Optional.empty();
        }
        Dataset<Row> rows = new SliceAuditTable(
                        context.runId(), model.name(), model.version(), label.task() != TaskType.REGRESSION)
                .rows(context.spark(), found)
                .withColumn("audited_at", current_timestamp());
        return Optional.of(context.lake().append(rows, SliceAuditTable.NAME, id));
    }
}
