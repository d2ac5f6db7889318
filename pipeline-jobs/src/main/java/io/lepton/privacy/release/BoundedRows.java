package io.lepton.privacy.release;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.dense_rank;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.rand;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import io.lepton.privacy.aggregate.PrivateQuery;
import io.lepton.privacy.aggregate.Statistic;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.types.StructType;

/**
 * The rows that a query may use: of each person no more than was agreed, chosen at random, and only of groups that are listed, if any
 * are. What is chosen of a person depends on nobody else's rows. People are brought together in one shuffle; without a person column
 * there is none.
 */
final class BoundedRows {
    static final String PERSON = "person";
    /** Whether it is a person's first row in its group. */
    static final String FIRST = "first";

    private static final String GROUP_ORDER = "group_order";
    private static final String ROW_ORDER = "row_order";

    private final TableColumns columns;
    private final PrivateQuery query;
    /** Names of the numbers in the rows, by the table's column. */
    private final Map<String, String> numbers = new TreeMap<>();
    /** Names of the texts in the rows, by the table's column. */
    private final Map<String, String> texts = new TreeMap<>();

    BoundedRows(TableColumns columns, PrivateQuery query) {
        this.columns = columns;
        this.query = query;
        for (Statistic statistic : query.statistics()) {
            statistic.numbers().ifPresent(name -> numbers.computeIfAbsent(name, added -> "n" + numbers.size()));
            if (statistic instanceof Statistic.ValueHistogram histogram) {
                texts.computeIfAbsent(histogram.column(), added -> "t" + texts.size());
            }
        }
    }

    Column number(String column) {
        return col(numbers.get(column));
    }

    Column text(String column) {
        return col(texts.get(column));
    }

    /** The columns that rows are grouped by, as text. */
    Column[] keys() {
        return IntStream.range(0, query.groups().columns().size())
                .mapToObj(i -> col("g" + i))
                .toArray(Column[]::new);
    }

    Dataset<Row> of(Dataset<Row> table) {
        List<Column> used = new ArrayList<>();
        List<String> groups = query.groups().columns();
        IntStream.range(0, groups.size())
                .forEach(i -> used.add(columns.text(groups.get(i)).as("g" + i)));
        numbers.forEach((column, name) -> used.add(columns.number(column).as(name)));
        texts.forEach((column, name) -> used.add(columns.text(column).as(name)));
        query.contribution()
                .person()
                .ifPresent(person -> used.add(columns.text(person).as(PERSON)));
        Dataset<Row> rows = listed(table.select(used.toArray(Column[]::new)));
        return query.contribution().person().isPresent() ? bounded(rows) : rows.withColumn(FIRST, lit(true));
    }

    private Dataset<Row> listed(Dataset<Row> rows) {
        int width = query.groups().columns().size();
        if (query.groups().listed().isEmpty() || width == 0) {
            return rows;
        }
        StructType schema = new StructType();
        for (int i = 0; i < width; i++) {
            schema = schema.add("k" + i, "string");
        }
        List<Row> keys = query.groups().listed().get().stream()
                .map(key -> RowFactory.create(key.toArray()))
                .toList();
        Dataset<Row> listed = rows.sparkSession().createDataFrame(keys, schema);
        Column same = IntStream.range(0, width)
                .mapToObj(i -> col("g" + i).equalTo(col("k" + i)))
                .reduce(lit(true), Column::and);
        return rows.join(broadcast(listed), same, "left_semi");
    }

    private Dataset<Row> bounded(Dataset<Row> rows) {
        // The promise holds for every seed; that they are others each time keeps samples independent.
        SecureRandom seeds = new SecureRandom();
        List<Column> ofGroup = new ArrayList<>(List.of(lit(seeds.nextLong()), col(PERSON)));
        ofGroup.addAll(List.of(keys()));
        List<Column> groupOrder = new ArrayList<>(List.of(col(GROUP_ORDER)));
        groupOrder.addAll(List.of(keys()));
        List<Column> group = new ArrayList<>(List.of(col(PERSON)));
        group.addAll(List.of(keys()));
        WindowSpec groups = Window.partitionBy(col(PERSON)).orderBy(groupOrder.toArray(Column[]::new));
        WindowSpec rowsOfGroup =
                Window.partitionBy(group.toArray(Column[]::new)).orderBy(col(ROW_ORDER));
        return rows.where(col(PERSON).isNotNull())
                .withColumn(GROUP_ORDER, xxhash64(ofGroup.toArray(Column[]::new)))
                .withColumn(ROW_ORDER, rand(seeds.nextLong()))
                // Before the windows, so that both find a person's rows together.
                .repartition(col(PERSON))
                .withColumn("group_rank", dense_rank().over(groups))
                .where(col("group_rank").leq(query.contribution().groups()))
                .withColumn("row_rank", row_number().over(rowsOfGroup))
                .where(col("row_rank").leq(query.contribution().rowsPerGroup()))
                .withColumn(FIRST, col("row_rank").equalTo(1))
                .drop(GROUP_ORDER, ROW_ORDER, "group_rank", "row_rank");
    }
}
