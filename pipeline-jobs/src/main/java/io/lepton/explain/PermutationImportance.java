package io.lepton.explain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): shuffle one column among the rows of a sample and see how much
 * quality is lost. Correlated columns share their importance.
 */
public final class PermutationImportance {
    /** Tells the shuffled copies of the sample apart. */
    public static final String COPY = "__copy";

    /**
     * Scores all shuffled copies of the sample in one go.
     *
     * @param score from input columns to predictions, keeping the column {@value #COPY}
     * @param sample rows that fit in memory, a few thousand
     * @param inputColumns to shuffle, one at a time
     * @param quality of predictions, more is better
     * @return by falling importance
     */
    public List<Importance> of(
            Function<Dataset<Row>, Dataset<Row>> score,
            Dataset<Row> sample,
            List<String> inputColumns,
            ToDoubleFunction<List<Row>> quality,
            long seed) {
        List<Row> rows = sample.collectAsList();
        List<Row> copies = new ArrayList<>();
        addCopy(copies, rows, -1, 0, List.of());
        Random random = new Random(seed);
        for (int copy = 0; copy < inputColumns.size(); copy++) {
            List<Integer> order = new ArrayList<>(rows.size());
            for (int i = 0; i < rows.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, random);
            addCopy(copies, rows, Arrays.asList(sample.columns()).indexOf(inputColumns.get(copy)), copy + 1, order);
        }
        Dataset<Row> scored = score.apply(
                sample.sparkSession().createDataFrame(copies, sample.schema().add(COPY, DataTypes.IntegerType)));
        int copyColumn = Arrays.asList(scored.columns()).indexOf(COPY);
        Map<Integer, List<Row>> predictions =
                scored.collectAsList().stream().collect(Collectors.groupingBy(row -> row.getInt(copyColumn)));
        double whole = quality.applyAsDouble(predictions.get(0));
        List<Importance> importances = new ArrayList<>();
        for (int copy = 0; copy < inputColumns.size(); copy++) {
            double shuffled = quality.applyAsDouble(predictions.get(copy + 1));
            importances.add(new Importance(inputColumns.get(copy), whole - shuffled));
        }
        importances.sort(Comparator.comparingDouble(Importance::drop).reversed().thenComparing(Importance::column));
        return importances;
    }

    private static void addCopy(List<Row> copies, List<Row> rows, int column, int copy, List<Integer> order) {
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            Object[] values = new Object[row.size() + 1];
            for (int j = 0; j < row.size(); j++) {
                values[j] = j == column ? rows.get(order.get(i)).get(j) : row.get(j);
            }
            values[row.size()] = copy;
            copies.add(RowFactory.create(values));
        }
    }
}
