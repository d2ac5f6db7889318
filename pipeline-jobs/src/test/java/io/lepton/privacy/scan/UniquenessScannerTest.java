package io.lepton.privacy.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class UniquenessScannerTest {
    private final SparkSession spark;

    UniquenessScannerTest(SparkSession spark) {
        this.spark = spark;
    }

    private static Map<List<String>, Uniqueness> byColumns(List<Uniqueness> found) {
        return found.stream().collect(Collectors.toMap(Uniqueness::columns, Function.identity()));
    }

    @Test
    void countsCombinationsThatNobodyShares() {
        Dataset<Row> table =
                spark.sql("select * from values (1, 'x', null), (1, 'y', null), (2, 'x', 5D), (2, 'x', null)"
                        + " as t(a, `b.c`, d)");

        Map<List<String>, Uniqueness> found = byColumns(new UniquenessScanner(2).scan(table, List.of("a", "b.c", "d")));

        assertThat(found)
                .hasSize(7)
                .containsEntry(List.of("a"), new Uniqueness(List.of("a"), 2, 0))
                .containsEntry(List.of("b.c"), new Uniqueness(List.of("b.c"), 2, 0.25))
                .containsEntry(List.of("d"), new Uniqueness(List.of("d"), 2, 0.25))
                .containsEntry(List.of("a", "b.c"), new Uniqueness(List.of("a", "b.c"), 3, 0.5))
                .containsEntry(List.of("a", "d"), new Uniqueness(List.of("a", "d"), 3, 0.5))
                .containsEntry(List.of("a", "b.c", "d"), new Uniqueness(List.of("a", "b.c", "d"), 4, 1));
    }

    @Test
    void putsTheSetThatSinglesOutMostFirst() {
        Dataset<Row> table = spark.range(1000).selectExpr("id % 2 as two", "id % 10 as ten", "id div 2 as pair");

        List<Uniqueness> found = new UniquenessScanner(2).scan(table, List.of("two", "ten", "pair"));

        assertThat(found.get(0)).isEqualTo(new Uniqueness(List.of("two", "pair"), 1000, 1));
    }

    @Tag("slow")
    @Test
    void agreesWithGroupingOnTheCensus() {
        Dataset<Row> census = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv("../deploy/data/adult/adult.csv.gz")
                .repartition(3)
                .localCheckpoint();
        List<String> columns = List.of("age", "education-num", "occupation", "race", "sex", "native-country");

        List<Uniqueness> found = new UniquenessScanner(3).scan(census, columns);

        assertThat(found).hasSize(6 + 15 + 20 + 1);
        for (Uniqueness set : found) {
            Column[] names = set.columns().stream()
                    .map(name -> functions.col("`" + name + "`"))
                    .toArray(Column[]::new);
            List<Row> counts = census.groupBy(names).count().select("count").collectAsList();
            double singles = counts.stream().filter(row -> row.getLong(0) == 1).count();
            assertThat(set.distinct()).as("%s", set).isCloseTo(counts.size(), within(0.1 * counts.size()));
            assertThat(set.singledOut()).as("%s", set).isCloseTo(singles / 32_561, within(0.02));
            if (counts.size() <= 4096) {
                assertThat(set).isEqualTo(new Uniqueness(set.columns(), counts.size(), singles / 32_561));
            }
        }
    }

    @Test
    void findsNothingWhereThereIsNothing() {
        assertThat(new UniquenessScanner(2).scan(spark.range(3).toDF(), List.of()))
                .isEmpty();
        assertThat(new UniquenessScanner(2).scan(spark.range(0).toDF(), List.of("id")))
                .containsExactly(new Uniqueness(List.of("id"), 0, 0));
    }
}
