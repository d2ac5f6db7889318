package io.lepton.training.boosting;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.lepton.training.checkpoint.Checkpoint;
import io.lepton.training.curves.CurveListener;
import io.lepton.training.curves.LiveCurves;
import java.io.Serial;
import java.io.Serializable;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * Trains a booster on rows of a data set: in one task for few rows, which gives the same model bit for bit, or in the tasks of one barrier
 * stage. When an executor is lost, Spark runs the stage again, and it goes on from the last checkpoint.
 */
public final class Boosting {
    private final BoostingPlan plan;
    private final CurveListener listener;

    public Boosting(BoostingPlan plan, CurveListener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /**
     * The model, in a format that XGBoost loads.
     *
     * @param rows features (a vector, NaN for missing), label and weight (doubles)
     * @param workers tasks that train at the same time
     * @param folder for the checkpoints of just these rows and this plan, on a file system that all executors reach; empty: none
     */
    public byte[] train(Dataset<Row> rows, int workers, String folder) {
        CheckpointFolder checkpoints = new CheckpointFolder(
                folder,
                new SerializableConfiguration(rows.sparkSession().sparkContext().hadoopConfiguration()));
        return checkpoints
                .latest()
                .map(Checkpoint::state)
                .map(BoosterState::of)
                .filter(BoosterState::finished)
                .map(BoosterState::booster)
                .orElseGet(() -> train(rows, workers, checkpoints));
    }

    private byte[] train(Dataset<Row> rows, int workers, CheckpointFolder checkpoints) {
        Dataset<Row> placed = placed(rows, workers);
        try (LiveCurves curves = new LiveCurves(rows.sparkSession().sparkContext(), "training", listener)) {
            BoostingTask task = new BoostingTask(plan, checkpoints, curves.recorder());
            if (workers == 1) {
                return placed.toJavaRDD().mapPartitions(task::alone).first();
            }
            RDD<byte[]> models = placed.toJavaRDD()
                    .rdd()
                    .barrier()
                    .mapPartitions(new InBarrier(task), false, ClassTag$.MODULE$.apply(byte[].class));
            // By a shuffle: Spark tries a barrier stage again only when it isn't the last one of its job.
            return models.toJavaRDD().repartition(1).first();
        }
    }

    /**
     * One partition a worker, by a shuffle: Spark's barrier mode refuses coalesced or united rows. By content, and sorted by it, since
     * sums and sampling go by a row's place, and a shuffle delivers rows in any order.
     */
    private Dataset<Row> placed(Dataset<Row> rows, int workers) {
        Dataset<Row> hashed = rows.select(
                col("features"),
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

    /** Java's interface has no barrier stages; this is the function that Scala's takes. */
    private static final class InBarrier extends AbstractFunction1<Iterator<Row>, Iterator<byte[]>>
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final BoostingTask task;

        InBarrier(BoostingTask task) {
            this.task = task;
        }

        @Override
        public Iterator<byte[]> apply(Iterator<Row> rows) {
            return JavaConverters.asScalaIterator(task.together(JavaConverters.asJavaIterator(rows)));
        }
    }
}
