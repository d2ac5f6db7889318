package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What an audit needs of a scored row besides its score, in one column, so that no name meets one of the scores': the label and the
 * protected attributes, as far as the rows have them. Unpublished scores carry it, or what was counted by it ({@link ScoringAudit}); published ones do
 * not.
 *
 * @param sample of rows, with what the model saw
 */
record AuditedColumns(String label, List<String> protectedAttributes, InputSample sample) {
    static final String NAME = "lepton_audited";
    /** The probability of each class, by the label as people write it. */
    static final String BY_CLASS = "__by_class";

    /** @param label the column of the true label */
    static AuditedColumns of(RunContext context, String label) {
        return new AuditedColumns(label, context.pipeline().audit().protectedAttributes(), InputSample.NONE);
    }

    AuditedColumns with(Optional<InputSample.Part> sliced, Optional<InputSample.Part> compared) {
        return new AuditedColumns(label, protectedAttributes, new InputSample(sliced, compared));
    }

    Dataset<Row> added(Dataset<Row> rows) {
        return rows.withColumn(NAME, structure(rows));
    }

    /** The same of sampled rows only, null of others. */
    Column sampled(Dataset<Row> rows) {
        Column isSampled = sample.column().map(Column::isNotNull).orElse(lit(false));
        return when(isSampled, structure(rows));
    }

    private Column structure(Dataset<Row> rows) {
        Set<String> wanted = new LinkedHashSet<>(protectedAttributes);
        wanted.add(label);
        wanted.retainAll(Arrays.asList(rows.columns()));
        List<Column> columns = new ArrayList<>(wanted.stream().map(Columns::of).toList());
        sample.column().ifPresent(structure -> columns.add(structure.as(InputSample.NAME)));
        // A table's column of nothing cannot be written.
        if (columns.isEmpty()) {
            columns.add(lit(true).as("nothing"));
        }
        return struct(columns.toArray(Column[]::new));
    }

    /**
     * Puts {@code __score}, {@code __prediction_label}, {@code __selected} and, where they are known, {@value #BY_CLASS} beside the columns
     * that were kept.
     *
     * @param names of a model's columns
     * @param selected whether a row is
     */
    static Dataset<Row> beside(Dataset<Row> scores, ScoreNames names, Column selected) {
        List<Column> columns = new ArrayList<>(List.of(
                col(names.score()).as("__score"),
                col(names.prediction()).as("__prediction_label"),
                selected.as("__selected"),
                col(NAME + ".*")));
        names.probabilities()
                .filter(Arrays.asList(scores.columns())::contains)
                .ifPresent(name -> columns.add(col(name).as(BY_CLASS)));
        return scores.select(columns.toArray(Column[]::new));
    }
}
