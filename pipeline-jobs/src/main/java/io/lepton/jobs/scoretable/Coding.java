package io.lepton.jobs.scoretable;

import static io.lepton.fairness.counting.ProtectedGroups.column;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;

/**
 * How labels and predictions become the numbers that an audit counts.
 *
 * @param classes values by number, where they are no numbers themselves; otherwise empty
 * @param positive the value that becomes 1 where all others become 0
 */
record Coding(List<String> classes, Optional<String> positive) {
    private static final int MOST_CLASSES = 1000;

    /**
     * Reads what there is to be known of a table's values: of numbers nothing, of the words of several classes which they are.
     *
     * @throws LeptonException configuration: words of which nobody says what they mean
     */
    static Coding of(Dataset<Row> rows, ScoreColumns columns) {
        List<String> coded = new ArrayList<>();
        columns.label().ifPresent(coded::add);
        columns.prediction().ifPresent(coded::add);
        List<String> words =
                coded.stream().filter(name -> !isNumeric(type(rows, name))).toList();
        if (columns.task() == ScoreColumns.Task.REGRESSION) {
            words.stream().findFirst().ifPresent(name -> {
                throw LeptonException.configuration("Cannot audit '" + name + "' as a quantity: it holds "
                        + type(rows, name).simpleString() + ". Give --task binary or --task multiclass.");
            });
            return new Coding(List.of(), Optional.empty());
        }
        if (columns.task() == ScoreColumns.Task.BINARY) {
            if (!words.isEmpty() && columns.positive().isEmpty()) {
                throw LeptonException.configuration("Cannot audit '" + words.get(0)
                        + "': say which of its values counts as 1 with --positive. It holds "
                        + examples(rows, words.get(0)) + ".");
            }
            return new Coding(List.of(), columns.positive());
        }
        Optional<ClassProbabilities> probabilities =
                columns.probabilities().map(name -> ClassProbabilities.of(rows, name));
        if (words.isEmpty()
                && probabilities.filter(ClassProbabilities::namesClasses).isEmpty()) {
            return new Coding(List.of(), Optional.empty());
        }
        probabilities.filter(found -> !found.namesClasses()).ifPresent(found -> {
            throw LeptonException.configuration("Cannot audit '" + found.name() + "' as probabilities: it holds "
                    + found.type().simpleString()
                    + ", which does not say whose they are of the classes in '" + words.get(0)
                    + "'. Make it a map of class and probability.");
        });
        String columnsOfClasses = String.join("' and '", coded);
        SortedSet<String> all = new TreeSet<>();
        List<List<String>> held = coded.stream()
                .map(name -> classes(rows.select(column(name).cast("string").as("value")), name))
                .toList();
        held.forEach(all::addAll);
        if (coded.size() > 1
                && held.stream().noneMatch(List::isEmpty)
                && Collections.disjoint(held.get(0), held.get(1))) {
            throw LeptonException.configuration(
                    "Cannot audit '" + columnsOfClasses + "': they have no value in common. '"
                            + coded.get(0) + "' holds " + examples(rows, coded.get(0)) + ", and '" + coded.get(1) + "' "
                            + examples(rows, coded.get(1)) + ". Write classes alike in both.");
        }
        probabilities.ifPresent(found -> {
            List<String> named = classes(found.classes(rows), found.name());
            found.requireAll(List.copyOf(all), named, columnsOfClasses);
            all.addAll(named);
        });
        return new Coding(List.copyOf(all), Optional.empty());
    }

    /** Values of a column as people read them, at most five. */
    static String examples(Dataset<Row> rows, String name) {
        List<Row> found = rows.select(column(name).cast("string"))
                .where(column(name).isNotNull())
                .distinct()
                .limit(6)
                .collectAsList();
        List<String> shown = found.stream()
                .limit(5)
                .map(row -> "'" + row.getString(0) + "'")
                .sorted()
                .toList();
        return String.join(", ", shown) + (found.size() > 5 ? ", …" : "");
    }

    /** The number of a label or a prediction; null where there is none. */
    Column number(Dataset<Row> rows, String name) {
        Column value = column(name);
        if (positive.isPresent()) {
            return when(value.isNotNull(), isPositive(type(rows, name), value).cast("double"));
        }
        if (classes.isEmpty()) {
            Column number = value.cast("double");
            // What other tools write for a number that is missing.
            return when(isnan(number).unary_$bang(), number);
        }
        Column[] cases = new Column[classes.size()];
        for (int i = 0; i < cases.length; i++) {
            cases[i] = when(value.cast("string").equalTo(classes.get(i)), lit((double) i));
        }
        return coalesce(cases);
    }

    /** "1" is also 1.0. */
    private Column isPositive(DataType type, Column value) {
        String text = positive.orElseThrow();
        boolean number = type instanceof NumericType && text.matches("[-+]?[0-9]+(\\.[0-9]+)?");
        return number
                ? value.cast("double").equalTo(Double.parseDouble(text))
                : value.cast("string").equalTo(text);
    }

    private static List<String> classes(Dataset<Row> values, String columns) {
        List<String> found =
                values
                        .where("value is not null")
                        .distinct()
                        .orderBy("value")
                        .limit(MOST_CLASSES + 1)
                        .collectAsList()
                        .stream()
                        .map(row -> row.getString(0))
                        .toList();
        if (found.size() > MOST_CLASSES) {
            throw LeptonException.configuration("Cannot audit '" + columns
                    + "': they hold more than 1,000 different values. Give --task regression for a quantity.");
        }
        return found;
    }

    private static DataType type(Dataset<Row> rows, String name) {
        return rows.schema().apply(name).dataType();
    }

    private static boolean isNumeric(DataType type) {
        return type instanceof NumericType || type instanceof BooleanType;
    }
}
