package io.lepton.fairness;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.counts.CountedColumn;
import io.lepton.fairness.neighbours.ConsistencyAudit;
import io.lepton.fairness.neighbours.ConsistencyInput;
import io.lepton.fairness.postprocessing.ThresholdOptimizer;
import io.lepton.fairness.reductions.ExponentiatedGradient;
import io.lepton.fairness.slices.SliceSearch;
import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.feature.VectorAssembler;
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

    private static void requireAlike(Traffic ofFewRows, Traffic ofMany) {
        assertThat(ofMany.largest()).isLessThan(ofFewRows.largest() * 5 / 4);
    }

    /** The search for slices counts, and draws a sample of a size of its own to find ranges of numbers. */
    @Test
    void aSearchForSlicesSendsCountsAndOneSampleAlone(SparkSession spark) throws Exception {
        requireAlike(trafficOfSlices(spark, 40_000), trafficOfSlices(spark, 200_000));
    }

    private static Traffic trafficOfSlices(SparkSession spark, long count) throws Exception {
        Dataset<Row> rows = people(spark, count);
        return traffic(spark, () -> assertThat(
                        SliceSearch.of(rows, "loss", "sex", "race", "age").rows())
                .isEqualTo(count));
    }

    /** Neighbours are looked for in one task, where the sample meets: the driver gets figures. */
    @Test
    void consistencySendsFiguresAlone(SparkSession spark) throws Exception {
        Traffic few = trafficOfConsistency(spark, 500);
        Traffic many = trafficOfConsistency(spark, 5_000);

        assertThat(many.largest()).isLessThan(BYTES_OF_TASK);
        assertThat(many.bytes()).isLessThan(few.bytes() * 5 / 4);
    }

    private static Traffic trafficOfConsistency(SparkSession spark, long sampled) throws Exception {
        Dataset<Row> rows = people(spark, 50_000);
        ConsistencyInput input = new ConsistencyInput(
                List.of(CountedColumn.of(rows, "age"), CountedColumn.of(rows, "race")),
                col("prediction"),
                List.of("sex", "race"),
                Map.of(),
                5,
                30);
        return traffic(spark, () -> assertThat(new ConsistencyAudit(input)
                        .audit(rows, rows.where(col("id").lt(sampled)))
                        .orElseThrow()
                        .rows())
                .isEqualTo(sampled));
    }

    /** Of each group the outcomes at each score. */
    @Test
    void thresholdsOfGroupsSendCountsAlone(SparkSession spark) throws Exception {
        requireAlike(trafficOfThresholds(spark, 10_000), trafficOfThresholds(spark, 200_000));
    }

    private static Traffic trafficOfThresholds(SparkSession spark, long count) throws Exception {
        Dataset<Row> rows = people(spark, count);
        ThresholdOptimizer optimizer = new ThresholdOptimizer()
                .setProtectedCols("sex")
                .setScoreCol("score")
                .setKeyCols("id");
        return traffic(spark, () -> optimizer.fit(rows));
    }

    /** The learner and the game between it and the constraints need sums alone, of each cell of group and label. */
    @Test
    void aReductionSendsNoRows(SparkSession spark) throws Exception {
        requireAlike(trafficOfReduction(spark, 5_000), trafficOfReduction(spark, 50_000));
    }

    private static Traffic trafficOfReduction(SparkSession spark, long count) throws Exception {
        Dataset<Row> rows = new VectorAssembler()
                .setInputCols(new String[] {"score", "age"})
                .setOutputCol("features")
                .transform(people(spark, count).drop("prediction").withColumn("weight", lit(1.0)));
        LogisticRegression learner =
                new LogisticRegression().setWeightCol("weight").setMaxIter(5);
        ExponentiatedGradient reduction =
                new ExponentiatedGradient(learner).setGroupCol("sex").setMaxRounds(2);
        return traffic(spark, () -> reduction.fit(rows));
    }

    /**
     * What tasks sent to the driver: their results and what they say of themselves.
     *
     * @param largest of one task
     */
    private record Traffic(long tasks, long bytes, long largest) {}

    private static final class ResultSizes extends SparkListener {
        private final AtomicLong tasks = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();
        private final AtomicLong largest = new AtomicLong();

        @Override
        public void onTaskEnd(SparkListenerTaskEnd task) {
            tasks.incrementAndGet();
            bytes.addAndGet(task.taskMetrics().resultSize());
            largest.accumulateAndGet(task.taskMetrics().resultSize(), Math::max);
        }
    }

    private static Traffic trafficOfAudit(SparkSession spark, long count) throws TimeoutException {
        Dataset<Row> rows = people(spark, count);
        FairnessAudit audit = new FairnessAudit(AuditInput.of("label", "score", "prediction", List.of("sex", "race")));
        return traffic(
                spark, () -> assertThat(audit.audit(rows).overall().count()).isEqualTo(count));
    }

    private static Dataset<Row> people(SparkSession spark, long count) {
        return spark.range(0, count, 1, 4)
                .selectExpr(
                        "id",
                        "double(pmod(hash(id), 7) < 2) label",
                        "double(pmod(hash(id), 5) < 2) prediction",
                        "(pmod(hash(id), %d) + 0.5) / %d score".formatted(SCORES, SCORES),
                        "pmod(hash(id, 1), 1000003) / 1000003 age",
                        "-ln(1 - pmod(hash(id, 2), 1000003) / 1000003) loss",
                        "if(id % 2 = 0, 'a', 'b') sex",
                        "concat('group ', id % 3) race");
    }

    private static Traffic traffic(SparkSession spark, Runnable work) throws TimeoutException {
        ResultSizes sizes = new ResultSizes();
        spark.sparkContext().addSparkListener(sizes);
        try {
            work.run();
            spark.sparkContext().listenerBus().waitUntilEmpty(60_000);
        } finally {
            spark.sparkContext().removeSparkListener(sizes);
        }
        return new Traffic(sizes.tasks.get(), sizes.bytes.get(), sizes.largest.get());
    }
}
