package io.lepton.lake;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class KeyedMergeTest {
    private static final String TABLE = "scores/m";

    @TempDir
    private Path folder;

    private static KeyedRows batch(SparkSession spark, int number) {
        Dataset<Row> rows = spark.range(100)
                .selectExpr("id as person", number + " as score", "timestamp_seconds(" + number + ") as scored_at");
        return new KeyedRows(rows, Optional.empty(), List.of("person"), "scored_at");
    }

    /** All change the same rows: those who come second must read what the first wrote. */
    @Test
    void batchesThatMergeAtTheSameTimeAllComeIn(SparkSession spark) throws Exception {
        Lake lake = new Lake(spark, folder.toString());
        lake.merge(batch(spark, 1), TABLE, new WriteId("run-1", "audit"));
        ExecutorService threads = Executors.newFixedThreadPool(3);
        List<Callable<TableVersion>> merges = new ArrayList<>();
        for (int number = 2; number <= 4; number++) {
            KeyedRows batch = batch(spark.newSession(), number);
            WriteId id = new WriteId("run-" + number, "audit");
            // A session each, as jobs have.
            merges.add(() -> new Lake(batch.rows().sparkSession(), folder.toString()).merge(batch, TABLE, id));
        }

        List<Future<TableVersion>> done = threads.invokeAll(merges);
        threads.shutdown();

        List<Long> versions = new ArrayList<>();
        for (Future<TableVersion> merge : done) {
            versions.add(merge.get().version());
        }
        assertThat(versions).containsExactlyInAnyOrder(1L, 2L, 3L);
        assertThat(lake.read(TABLE).count()).isEqualTo(100);
        assertThat(lake.read(TABLE).where("score = 4").count()).isEqualTo(100);
    }
}
