package io.lepton.inference.selection;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class TopRowsTest {
    private static final StructType SCHEMA = StructType.fromDDL("score double, tie bigint");

    private final SparkSession spark;

    TopRowsTest(SparkSession spark) {
        this.spark = spark;
    }

    /** Against a sort: few distinct scores and many, of both signs, with infinities and what is no number. */
    @Test
    void choosesThoseThatASortPutsFirst() {
        Random random = new Random(3);
        for (int distinct : List.of(1, 3, 1000)) {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                double score =
                        switch (random.nextInt(20)) {
                            case 0 -> Double.NaN;
                            case 1 -> Double.NEGATIVE_INFINITY;
                            case 2 -> Double.POSITIVE_INFINITY;
                            case 3 -> -0.0;
                            default -> (random.nextInt(distinct) - distinct / 2) / 8.0;
                        };
                rows.add(RowFactory.create(i == 7 ? null : score, random.nextLong()));
            }
            List<Row> sorted = rows.stream()
                    .filter(row -> !row.isNullAt(0) && !Double.isNaN(row.getDouble(0)))
                    .sorted(Comparator.<Row>comparingDouble(row -> row.getDouble(0) + 0.0)
                            .thenComparingLong(row -> row.getLong(1))
                            .reversed())
                    .toList();
            for (int count : List.of(1, 40, sorted.size(), 500)) {
                assertThat(chosen(rows, count))
                        .as("%d of %d scores", count, distinct)
                        .containsExactlyInAnyOrderElementsOf(sorted.subList(0, Math.min(count, sorted.size())));
            }
        }
    }

    @Test
    void choosesNoneWhereNoneAreWantedOrThere() {
        List<Row> rows = IntStream.range(0, 5)
                .mapToObj(i -> RowFactory.create(Double.POSITIVE_INFINITY, (long) i))
                .toList();

        assertThat(chosen(rows, 0)).isEmpty();
        assertThat(chosen(List.of(), 3)).isEmpty();
        assertThat(chosen(rows, 2)).hasSize(2);
    }

    private List<Row> chosen(List<Row> rows, long count) {
        Dataset<Row> table = spark.createDataFrame(rows, SCHEMA).repartition(3);
        Cut cut = new TopRows(table, col("score"), col("tie")).cut(count);
        return table.where(cut.chooses(col("score"), col("tie"))).collectAsList();
    }
}
