package io.lepton.privacy.aggregate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What may be shown to others: figures that were noised once, and hold no reference to the table they came from.
 *
 * @param groupColumns what groups are by
 * @param figures in the order of groups, and of statistics in each
 * @param estimatedBounds what values were clamped to, by column, where that was estimated
 */
public record Release(List<String> groupColumns, List<Figure> figures, Map<String, Bounds> estimatedBounds) {
    public Release {
        groupColumns = List.copyOf(groupColumns);
        figures = List.copyOf(figures);
        estimatedBounds = Map.copyOf(estimatedBounds);
    }

    /** A row a figure: the group's columns as text, {@code statistic}, {@code part}, {@code value}, {@code low}, {@code high}. */
    public Dataset<Row> table(SparkSession spark) {
        StructType schema = new StructType();
        for (String column : groupColumns) {
            schema = schema.add(column, "string");
        }
        schema = schema.add("statistic", "string", false)
                .add("part", "string")
                .add("value", "double", false)
                .add("low", "double", false)
                .add("high", "double", false);
        List<Row> rows = figures.stream().map(Release::row).toList();
        return spark.createDataFrame(rows, schema).coalesce(1);
    }

    private static Row row(Figure figure) {
        List<Object> cells = new ArrayList<>();
        figure.group().forEach(value -> cells.add(value.orElse(null)));
        cells.add(figure.statistic());
        cells.add(figure.part().orElse(null));
        cells.add(figure.value());
        cells.add(figure.interval().low());
        cells.add(figure.interval().high());
        return RowFactory.create(cells.toArray());
    }
}
