package io.lepton.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.delta.tables.DeltaTable;
import io.lepton.testing.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LocalSpark.class)
class TableChangesTest {
    private static final List<String> COLUMNS = List.of("id", "value");

    @TempDir
    private Path folder;

    private final SparkSession spark;

    TableChangesTest(SparkSession spark) {
        this.spark = spark;
    }

    /** Whatever was done to the table, the changes are those that a comparison of both versions finds. */
    @ParameterizedTest
    @CsvSource({"true, false", "false, false", "false, true"})
    void areWhatAComparisonFinds(boolean feed, boolean deletionVectors) {
        Random random = new Random(7);
        numbers(0, 40, 1)
                .write()
                .format("delta")
                .option("delta.enableChangeDataFeed", feed)
                .option("delta.enableDeletionVectors", deletionVectors)
                .save(path());
        for (int i = 0; i < 4; i++) {
            change(random, 40 + 10 * i);
        }

        TableChanges table = new TableChanges(spark, path());
        assertThat(table.feeds()).isEqualTo(feed);
        long last = table.version();
        assertThat(last).isGreaterThanOrEqualTo(4);
        for (long first : List.of(0L, last)) {
            TableChanges.Changes changes = table.between(first, last, COLUMNS).orElseThrow();
            Dataset<Row> before = table.rows(first).select("id", "value");
            Dataset<Row> now = table.rows(last).select("id", "value");
            assertThat(sorted(changes.came())).as("since %d", first).isEqualTo(sorted(now.exceptAll(before)));
            assertThat(sorted(changes.went())).as("since %d", first).isEqualTo(sorted(before.exceptAll(now)));
        }
    }

    private void change(Random random, int next) {
        DeltaTable table = DeltaTable.forPath(spark, path());
        switch (random.nextInt(5)) {
            case 0 -> numbers(next, 5, 1).write().format("delta").mode("append").save(path());
            case 1 -> table.update(
                    functions.expr("id % 7 = " + random.nextInt(7)), Map.of("value", functions.expr("value + 1")));
            case 2 -> table.delete("id % 9 = " + random.nextInt(9));
                // As it was: nothing changes but the files.
            case 3 -> table.toDF()
                    .localCheckpoint()
                    .repartition(2)
                    .write()
                    .format("delta")
                    .mode("overwrite")
                    .save(path());
            default -> {
                table.update(functions.expr("id % 5 = 0"), Map.of("value", functions.expr("value + 10")));
                table.update(functions.expr("id % 5 = 0"), Map.of("value", functions.expr("value - 10")));
            }
        }
    }

    @Test
    void otherColumnsAreNoChange() {
        numbers(0, 10, 1)
                .withColumn("seen", functions.lit(1))
                .write()
                .format("delta")
                .save(path());
        DeltaTable.forPath(spark, path()).update(Map.of("seen", functions.lit(2)));

        TableChanges.Changes changes =
                new TableChanges(spark, path()).between(0, 1, COLUMNS).orElseThrow();

        assertThat(changes.came().isEmpty()).isTrue();
        assertThat(changes.went().isEmpty()).isTrue();
    }

    @Test
    void knowsNothingOfWhatIsGone() throws Exception {
        numbers(0, 10, 1).write().format("delta").save(path());
        numbers(0, 10, 2).write().format("delta").mode("overwrite").save(path());
        numbers(10, 10, 2)
                .withColumn("more", functions.lit(1))
                .write()
                .format("delta")
                .mode("append")
                .option("mergeSchema", true)
                .save(path());
        TableChanges table = new TableChanges(spark, path());

        assertThat(table.between(1, 2, List.of("id", "more")))
                .as("a column that is new")
                .isEmpty();
        assertThat(table.between(7, 8, COLUMNS)).as("a version to come").isEmpty();
        List<String> first = List.of(table.rows(0).inputFiles());
        try (Stream<Path> files = Files.list(folder.resolve("table"))) {
            for (Path file : files.filter(file -> first.stream()
                            .anyMatch(name -> name.endsWith(file.getFileName().toString())))
                    .toList()) {
                Files.delete(file);
            }
        }
        assertThat(table.between(0, 2, COLUMNS)).as("files that were vacuumed").isEmpty();
        assertThat(table.between(1, 2, COLUMNS)).isPresent();
    }

    private Dataset<Row> numbers(long first, long count, int value) {
        return spark.range(first, first + count)
                .withColumn("value", functions.lit(value))
                .coalesce(2);
    }

    private String path() {
        return folder.resolve("table").toString();
    }

    private static List<String> sorted(Dataset<Row> rows) {
        return rows.collectAsList().stream().map(Row::toString).sorted().toList();
    }
}
