package io.lepton.fairness.boosting;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.lepton.error.LeptonException;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Labels 0 and 1 that carry the row's group along: 2 · group + label. XGBoost hands an objective nothing of a row but its label, weight and
 * margin, and a float keeps such a number exactly for some eight million groups.
 *
 * @param groups by name, in their order
 * @param shares of the rows' weight, one a group
 * @param totalWeight of all rows
 * @param positives share of the weight with label 1
 */
record GroupedLabels(List<String> groups, List<Double> shares, double totalWeight, double positives) {
    private static final String MISSING = "(missing)";
    private static final int MOST_GROUPS = 200;

    GroupedLabels {
        groups = List.copyOf(groups);
        shares = List.copyOf(shares);
    }

    static int group(float grouped) {
        return (int) grouped >> 1;
    }

    static int label(float grouped) {
        return (int) grouped & 1;
    }

    /**
     * Reads the rows once.
     *
     * @throws LeptonException (data) for labels other than 0 and 1, fewer than two groups, or one label only
     */
    static GroupedLabels of(Dataset<Row> rows, String group, String label, Column weight) {
        List<Row> census = rows.groupBy(
                        name(group).as("group"), column(label).cast("double").as("label"))
                .agg(count(lit(1)), sum(weight))
                .limit(2 * MOST_GROUPS + 1)
                .collectAsList();
        TreeMap<String, Double> weights = new TreeMap<>();
        double total = 0;
        double positives = 0;
        for (Row row : census) {
            if (row.isNullAt(1) || (row.getDouble(1) != 0 && row.getDouble(1) != 1)) {
                throw LeptonException.data("Cannot boost fairly: column '" + label + "' holds " + row.get(1) + " in "
                        + row.getLong(2) + " rows of group '" + row.getString(0) + "'. Labels are 0 and 1.");
            }
            weights.merge(row.getString(0), row.getDouble(3), Double::sum);
            total += row.getDouble(3);
            positives += row.getDouble(1) * row.getDouble(3);
        }
        if (weights.size() < 2 || weights.size() > MOST_GROUPS) {
            throw LeptonException.data("Cannot boost fairly: column '" + group + "' holds "
                    + (weights.size() < 2
                            ? "no two values: " + weights.keySet()
                            : "more than " + MOST_GROUPS + " values")
                    + ". Name a column of groups of people.");
        }
        if (!(positives > 0 && positives < total)) {
            throw LeptonException.data("Cannot boost fairly: of a weight of " + total + " the rows of label 1 have "
                    + positives + ". Both labels are needed to learn a difference.");
        }
        double all = total;
        return new GroupedLabels(
                List.copyOf(weights.keySet()),
                weights.values().stream().map(one -> one / all).toList(),
                total,
                positives / total);
    }

    /** The labels of rows like those. */
    Column column(String group, String label) {
        Column[] names =
                groups.stream().map(org.apache.spark.sql.functions::lit).toArray(Column[]::new);
        return array_position(array(names), name(group))
                .minus(lit(1))
                .multiply(2)
                .plus(column(label))
                .cast("double");
    }

    private static Column name(String group) {
        return coalesce(column(group).cast("string"), lit(MISSING));
    }

    static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
