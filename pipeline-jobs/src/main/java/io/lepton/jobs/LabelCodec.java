package io.lepton.jobs;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_from_arrays;
import static org.apache.spark.sql.functions.when;

import io.lepton.config.Train;
import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.fairness.counting.AuditTask;
import io.lepton.training.TaskType;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * The label as people write it and as models learn it.
 *
 * @param column name of the label column
 * @param classes label values by class number; binary: the negative one first; empty for regression
 */
record LabelCodec(String column, TaskType task, List<String> classes) implements Serializable {
    /** More distinct numbers than this are a quantity, not classes. */
    private static final int MOST_CLASSES = 20;

    static LabelCodec fit(Dataset<Row> rows, String column, Train.Task task, Optional<String> positive) {
        if (!Arrays.asList(rows.columns()).contains(column)) {
            throw LeptonException.configuration("Cannot learn '" + column + "': the table has no such column."
                    + Suggestion.didYouMean(column, Arrays.asList(rows.columns())) + " Its columns: "
                    + String.join(", ", rows.columns()) + ".");
        }
        DataType type = rows.schema().apply(column).dataType();
        boolean numeric = type instanceof NumericType;
        if (task == Train.Task.REGRESSION) {
            if (!numeric) {
                throw LeptonException.configuration("Cannot learn '" + column + "' as a quantity: it holds "
                        + type.typeName() + ". Use task: binary or multiclass.");
            }
            return new LabelCodec(column, TaskType.REGRESSION, List.of());
        }
        List<Row> counts = rows.groupBy(Columns.of(column).cast("string").as("value"))
                .agg(count(lit(1)).as("rows"))
                .orderBy("value")
                .limit(1001)
                .collectAsList();
        List<Row> values = counts.stream().filter(row -> !row.isNullAt(0)).toList();
        if (values.size() < counts.size()) {
            long missing = counts.stream()
                    .filter(row -> row.isNullAt(0))
                    .mapToLong(row -> row.getLong(1))
                    .sum();
            throw LeptonException.data("Cannot learn '" + column + "': " + missing
                    + " rows have no label. Quarantine them with the expectation '`" + column
                    + "` is not null and ...' or drop them.");
        }
        if (values.size() < 2) {
            throw LeptonException.data("Cannot learn '" + column + "': every row has the same label"
                    + values.stream()
                            .findFirst()
                            .map(row -> " '" + row.getString(0) + "'")
                            .orElse("")
                    + ". A model needs at least two.");
        }
        boolean quantity = task == Train.Task.AUTO && numeric && values.size() > MOST_CLASSES;
        if (quantity) {
            return new LabelCodec(column, TaskType.REGRESSION, List.of());
        }
        if (task == Train.Task.BINARY && values.size() > 2) {
            throw LeptonException.data("Cannot learn '" + column + "' as binary: it holds " + values.size()
                    + " values. Use task: multiclass.");
        }
        if (values.size() > 1000) {
            throw LeptonException.data("Cannot learn '" + column + "': more than 1,000 classes.");
        }
        if (values.size() == 2 && task != Train.Task.MULTICLASS) {
            return binary(column, values, positive);
        }
        return new LabelCodec(
                column,
                TaskType.MULTICLASS,
                values.stream().map(row -> row.getString(0)).toList());
    }

    private static LabelCodec binary(String column, List<Row> values, Optional<String> positive) {
        List<String> names = values.stream().map(row -> row.getString(0)).toList();
        String yes = positive.orElseGet(() -> values.stream()
                .min(Comparator.comparingLong((Row row) -> row.getLong(1)))
                .orElseThrow()
                .getString(0));
        if (!names.contains(yes)) {
            throw LeptonException.configuration("Cannot learn '" + column + "': no row has the positive label '" + yes
                    + "'; the labels are '" + String.join("' and '", names) + "'.");
        }
        String no = names.get(0).equals(yes) ? names.get(1) : names.get(0);
        return new LabelCodec(column, TaskType.BINARY, List.of(no, yes));
    }

    /** The column to keep in proportion when rows are held out. */
    Optional<String> stratum() {
        return task == TaskType.REGRESSION ? Optional.empty() : Optional.of(column);
    }

    /** As what an audit counts it, whatever a batch happens to hold. */
    AuditTask audited() {
        return switch (task) {
            case BINARY -> AuditTask.BINARY;
            case MULTICLASS -> AuditTask.classes(classes.size());
            case REGRESSION -> AuditTask.QUANTITY;
        };
    }

    /** Whether scores tell the probability of each class: of two that of one tells all, and of very many nobody reads them. */
    boolean tellsProbabilities() {
        return audited().countsProbabilities();
    }

    /** Adds {@code label} (double); null where the row has none or one never seen in training. */
    Dataset<Row> encode(Dataset<Row> rows) {
        return rows.withColumn("label", number());
    }

    /** The label's number of rows that have its column; null where they have no label, or one never seen in training. */
    Column number() {
        return task == TaskType.REGRESSION ? Columns.of(column).cast("double") : number(Columns.of(column));
    }

    /** The class number of a label as people write it; null for one that is unknown. */
    Column number(Column label) {
        Column text = label.cast("string");
        Column[] cases = new Column[classes.size()];
        for (int i = 0; i < cases.length; i++) {
            cases[i] = when(text.equalTo(classes.get(i)), lit((double) i));
        }
        return coalesce(cases);
    }

    /** A number of each class, by the label as people write it. */
    Column byClass(Column numbers) {
        return map_from_arrays(lit(classes.toArray(String[]::new)), numbers);
    }

    /** The numbers of {@link #byClass} by the number of the class. */
    Column numbersOf(Column byClass) {
        return array(classes.stream().map(byClass::getItem).toArray(Column[]::new));
    }

    /** The label as people write it, from a class number. */
    Column decode(Column prediction) {
        if (task == TaskType.REGRESSION) {
            return prediction.cast("string");
        }
        Column[] cases = new Column[classes.size()];
        for (int i = 0; i < cases.length; i++) {
            cases[i] = when(prediction.equalTo((double) i), lit(classes.get(i)));
        }
        return coalesce(cases);
    }
}
