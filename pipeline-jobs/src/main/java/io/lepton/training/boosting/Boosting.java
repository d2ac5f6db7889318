package io.lepton.training.boosting;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.lepton.training.barrier.BarrierStage;
import io.lepton.training.boosting.paged.ExternalMemory;
import io.lepton.training.checkpoint.Checkpoint;
import io.lepton.training.checkpoint.CheckpointFolder;
import io.lepton.training.curves.CurveListener;
import io.lepton.training.curves.LiveCurves;
import io.lepton.training.device.TrainingSlots;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Trains a booster on rows of a data set: in one task for few rows, which gives the same model bit for bit, or in the tasks of one barrier
 * stage: a task a GPU, else as many as Spark's default parallelism, and in local mode two, whose threads share the cores. When an executor is lost, Spark runs the stage again, and it goes on from the last checkpoint.
 */
public final class Boosting {
    /** Below this many rows one worker needs seconds, and a repeatable result is worth more than the rest of the cores. */
    private static final long ROWS_FOR_ONE_WORKER = 200_000;

    /** In one process threads share histograms, where workers would send them to each other; two of them read the rows. */
    private static final int MOST_LOCAL_WORKERS = 2;

    private final BoostingPlan plan;
    private final ExternalMemory memory;
    private final CurveListener listener;

    /** @param memory where rows lie; the trees don't depend on it */
    public Boosting(BoostingPlan plan, ExternalMemory memory, CurveListener listener) {
        this.plan = plan;
        this.memory = memory;
        this.listener = listener;
    }

    /**
     * The model, in a format that XGBoost loads.
     *
     * @param rows features (a vector, NaN for missing), label and weight (doubles)
     * @param count of the rows
     * @param folder for the checkpoints of just these rows and this plan, on a file system that all executors reach; empty: none
     */
    public byte[] train(Dataset<Row> rows, long count, String folder) {
        CheckpointFolder checkpoints = new CheckpointFolder(
                folder,
                new SerializableConfiguration(rows.sparkSession().sparkContext().hadoopConfiguration()));
        return checkpoints
                .latest()
                .map(Checkpoint::state)
                .map(BoosterState::of)
                .filter(BoosterState::finished)
                .map(BoosterState::booster)
                .orElseGet(() -> train(rows, count, checkpoints));
    }

    private byte[] train(Dataset<Row> rows, long count, CheckpointFolder checkpoints) {
        SparkContext spark = rows.sparkSession().sparkContext();
        TrainingSlots slots = plan.slots(spark);
        int most = slots.local() ? Math.min(MOST_LOCAL_WORKERS, slots.most()) : slots.most();
        int workers = count < ROWS_FOR_ONE_WORKER ? 1 : most;
        RowStorage storage = new RowStorage(memory, count, workers);
        storage.check(plan);
        int threads = slots.local() && workers > 1 ? spark.defaultParallelism() / workers : 1;
        Dataset<Row> placed = placed(rows, workers);
        try (LiveCurves curves = new LiveCurves(spark, "training", listener)) {
            BoostingTask task = new BoostingTask(plan, storage, threads, checkpoints, curves.recorder());
            if (workers == 1) {
                return slots.place(placed.toJavaRDD())
                        .mapPartitions(task::alone)
                        .first();
            }
            return new BarrierStage(slots).run(placed.toJavaRDD(), task::together, byte[].class);
        }
    }

    /**
     * One partition a worker, by a shuffle: Spark's barrier mode refuses coalesced or united rows. By content, and sorted by it, since
     * sums and sampling go by a row's place, and a shuffle delivers rows in any order.
     */
    private Dataset<Row> placed(Dataset<Row> rows, int workers) {
        Dataset<Row> hashed = rows.select(
                PackedFeatures.column().as("features"),
                col("label"),
                col("weight"),
                ContentHash.column().as("content"));
        return (workers == 1 ? hashed.repartition(1) : hashed.repartition(workers, col("content")))
                .sortWithinPartitions("content")
                .select(
                        col("features"),
                        col("label"),
                        col("weight"),
                        plan.holdsOut() ? ContentHash.heldOut(col("content")) : lit(false));
    }
}
