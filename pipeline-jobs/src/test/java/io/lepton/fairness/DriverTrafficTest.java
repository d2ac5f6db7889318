package io.lepton.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No row is collected to the driver: what tasks send it depends on the number of groups and of score bins, not of rows. */
@ExtendWith(LocalSpark.class)
class DriverTrafficTest {
    private static final int GROUPS = 6;
    private static final int SCORES = 100;
    /** Label, prediction and score bin. */
    private static final int CELLS_OF_GROUP = 2 * 2 * SCORES;
    /** A key, a weight and a sum of scores, in a table that is at least a quarter full. */
    private static final int BYTES_OF_CELL = 4 * 3 * Long.BYTES;

    private static final int BYTES_OF_TASK = 20_000;

    @Test
    void resultsOfTasksDoNotGrowWithTheNumberOfRows(SparkSession spark) throws Exception {
        Traffic few = trafficOfAudit(spark, 10_000);
        Traffic many = trafficOfAudit(spark, 1_000_000);

        assertThat(many.bytes()).isLessThan(few.bytes() * 5 / 4);
        assertThat(many.bytes())
                .isLessThan(many.tasks() * (BYTES_OF_TASK + (long) GROUPS * CELLS_OF_GROUP * BYTES_OF_CELL));
    }

    /** What tasks sent to the driver: their results and what they say of themselves. */
    private record Traffic(long tasks, long bytes) {}

    private static final class ResultSizes extends SparkListener {
        private final AtomicLong tasks = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            tasks.incrementAndGet();
            bytes.addAndGet(task.taskMetrics().resultSize());
        }
    }

    private static Traffic trafficOfAudit(SparkSession spark, long count) throws TimeoutException {
        Dataset<Row> rows = spark.range(0, count, 1, 4)
                .selectExpr(
                        "double(pmod(hash(id), 7) < 2) label",
                        "double(pmod(hash(id), 5) < 2) prediction",
                        "(pmod(hash(id), %d) + 0.5) / %d score".formatted(SCORES, SCORES),
                        "if(id % 2 = 0, 'a', 'b') sex",
                        "concat('group ', id % 3) race");
        ResultSizes sizes = new ResultSizes();
        spark.sparkContext().addSparkListener(sizes);
        try {
            FairnessReport report = new FairnessAudit(
                            AuditInput.of("label", "score", "prediction", List.of("sex", "race")))
                    .audit(rows);
            assertThat(report.overall().count()).isEqualTo(count);
            spark.sparkContext().listenerBus().waitUntilEmpty(60_000);
        } finally {
            spark.sparkContext().removeSparkListener(sizes);
        }
        return new Traffic(sizes.tasks.get(), sizes.bytes.get());
    }
}
