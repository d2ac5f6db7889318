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
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): shuffle one column among the rows of a sample and see how much
 * quality is lost. Correlated columns share their importance.
 */
public final class PermutationImportance {
    /** Tells the shuffled copies of the sample apart. */
    public static final String COPY = "__copy";

    private static final String SHUFFLED = "__shuffled_";

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
        Dataset<Row> scored = score.apply(copies(sample, inputColumns, seed));
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

    /** The sample as it is, and once more for each input column with its values shuffled. Only the sample itself leaves the driver. */
    private static Dataset<Row> copies(Dataset<Row> sample, List<String> inputColumns, long seed) {
        List<Row> rows = sample.collectAsList();
        List<String> columns = Arrays.asList(sample.columns());
        Random random = new Random(seed);
        List<List<Object>> shuffled = new ArrayList<>();
        StructType schema = sample.schema();
        for (int input = 0; input < inputColumns.size(); input++) {
            int column = columns.indexOf(inputColumns.get(input));
            List<Object> values =
                    new ArrayList<>(rows.stream().map(row -> row.get(column)).toList());
            Collections.shuffle(values, random);
            shuffled.add(values);
            schema = schema.add(SHUFFLED + input, sample.schema().apply(column).dataType());
        }
        List<Row> both = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<Object> values =
                    new ArrayList<>(JavaConverters.seqAsJavaList(rows.get(i).toSeq()));
            for (List<Object> column : shuffled) {
                values.add(column.get(i));
            }
            both.add(RowFactory.create(values.toArray()));
        }
        Column[] copyNumbers = IntStream.rangeClosed(0, inputColumns.size())
                .mapToObj(functions::lit)
                .toArray(Column[]::new);
        List<Column> selected = new ArrayList<>(List.of(functions.col(COPY)));
        for (String column : columns) {
            Column original = functions.col("`" + column.replace("`", "``") + "`");
            int input = inputColumns.indexOf(column);
            selected.add(
                    input < 0
                            ? original
                            : functions
                                    .when(functions.col(COPY).equalTo(input + 1), functions.col(SHUFFLED + input))
                                    .otherwise(original)
                                    .as(column));
        }
        return sample.sparkSession()
                .createDataFrame(both, schema)
                .withColumn(COPY, functions.explode(functions.array(copyNumbers)))
                .select(selected.toArray(Column[]::new));
    }
}
