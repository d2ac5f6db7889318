package io.lepton.jobs.scoretable;

import static io.lepton.fairness.counting.ProtectedGroups.column;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the coded columns of a score table hold.
 *
 * @param labelled rows whose label is known
 * @param positive of which it is 1
 * @param otherLabels labels other than 0 and 1; {@code otherPredictions} likewise
 * @param selected rows whose prediction is 1
 * @param withoutScore rows that lack a score, or a prediction
 * @param withoutWeight rows whose weight is none
 * @param withoutProbabilities rows of which a class's probability is none
 * @param highest of all labels and predictions; NaN where there are none
 */
record ScoreTableContent(
        long rows,
        long labelled,
        long positive,
        long otherLabels,
        long selected,
        long otherPredictions,
        long withoutScore,
        long withoutWeight,
        long withoutProbabilities,
        double highest) {
    static final String LABEL = "__label";
    static final String PREDICTION = "__prediction";
    static final String SCORE = "__score";
    static final String WEIGHT = "__weight";
    static final String PROBABILITIES = "__probabilities";

    /** Roundings of what adds up to 1. */
    private static final String NO_PROBABILITY =
            "exists(" + PROBABILITIES + ", x -> x is null or isnan(x) or x < -1e-9 or x > 1 + 1e-9)";

    /**
     * By one look.
     *
     * @param coded with the columns that are named here, the last two if there are such
     */
    static ScoreTableContent of(Dataset<Row> coded, ScoreColumns.Task task) {
        List<String> held = Arrays.asList(coded.columns());
        Column noScore = task == ScoreColumns.Task.MULTICLASS ? lit(false) : missing(SCORE);
        Column noWeight = held.contains(WEIGHT) ? missing(WEIGHT).or(col(WEIGHT).lt(0)) : lit(false);
        Column noProbability =
                held.contains(PROBABILITIES) ? col(PROBABILITIES).isNull().or(expr(NO_PROBABILITY)) : lit(false);
        Row found = coded.agg(
                        count(lit(1)),
                        number(col(LABEL).isNotNull()),
                        number(col(LABEL).equalTo(1)),
                        number(isOther(LABEL)),
                        number(col(PREDICTION).equalTo(1)),
                        number(isOther(PREDICTION)),
                        number(noScore.or(missing(PREDICTION))),
                        number(noWeight),
                        number(noProbability),
                        max(greatest(col(LABEL), col(PREDICTION))))
                .head();
        return new ScoreTableContent(
                found.getLong(0),
                found.getLong(1),
                found.getLong(2),
                found.getLong(3),
                found.getLong(4),
                found.getLong(5),
                found.getLong(6),
                found.getLong(7),
                found.getLong(8),
                found.isNullAt(9) ? Double.NaN : found.getDouble(9));
    }

    private static Column missing(String name) {
        return col(name).isNull().or(isnan(col(name)));
    }

    private static Column isOther(String name) {
        return col(name).isNotNull().and(col(name).isin(0.0, 1.0).unary_$bang());
    }

    private static Column number(Column condition) {
        return count(when(condition, 1));
    }

    /**
     * Refuses what cannot be audited, by the names that the table has.
     *
     * @throws LeptonException configuration: columns that hold something else than is said of them; data: no rows, rows that lack what is counted
     */
    void require(ScoreColumns columns, Dataset<Row> table) {
        if (rows == 0) {
            throw LeptonException.data("Cannot audit the scores: the table has no rows.");
        }
        if (columns.task() == ScoreColumns.Task.BINARY) {
            columns.label().ifPresent(name -> requireYesOrNo(table, name, otherLabels));
            columns.prediction().ifPresent(name -> requireYesOrNo(table, name, otherPredictions));
            requirePositive(columns, table);
        }
        requireNone(
                withoutScore,
                "have no value in '" + String.join("' or '", columns.scored()) + "'. Leave them out, or score them.");
        requireNone(
                withoutWeight,
                "have no weight in '" + columns.weight().orElse("") + "', or one below 0. Leave them out, or mend it.");
    }

    private void requireNone(long lacking, String what) {
        if (lacking > 0) {
            throw LeptonException.data(
                    String.format(Locale.ROOT, "Cannot audit the scores: %,d of %,d rows %s", lacking, rows, what));
        }
    }

    private static void requireYesOrNo(Dataset<Row> table, String name, long others) {
        if (others > 0) {
            throw LeptonException.configuration(
                    "Cannot audit '" + name + "' as a yes or no: it holds "
                            + Coding.examples(table, name)
                            + ". Name the value that counts as 1 with --positive, or give --task multiclass or --task regression.");
        }
    }

    private void requirePositive(ScoreColumns columns, Dataset<Row> table) {
        if (columns.positive().isEmpty() || columns.label().isEmpty()) {
            return;
        }
        String name = columns.label().get();
        String value = columns.positive().get();
        if (labelled > 0 && positive == 0) {
            throw LeptonException.configuration("Cannot audit '" + name + "': no row has the label '" + value
                    + "' of --positive. It holds " + Coding.examples(table, name) + ".");
        }
        columns.prediction().filter(any -> selected == 0 && labelled > 0).ifPresent(predicted -> {
            if (!sharesValue(table, name, predicted)) {
                throw LeptonException.configuration("Cannot audit '" + predicted + "': no row has the prediction '"
                        + value
                        + "' of --positive, and none that is a label. It holds " + Coding.examples(table, predicted)
                        + ", and '" + name + "' " + Coding.examples(table, name) + ". Write both alike.");
            }
        });
    }

    private static boolean sharesValue(Dataset<Row> table, String one, String other) {
        return !table.select(column(one).cast("string").as("value"))
                .where("value is not null")
                .distinct()
                .intersect(table.select(column(other).cast("string").as("value")))
                .isEmpty();
    }
}
