package io.lepton.training.neural;

import io.lepton.training.curves.CurveRecorder;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Row;
import org.apache.spark.util.Utils;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag$;

/**
 * Trains a network where the rows lie, in one stage of Spark: one task a worker, all at the same time, from the first epoch to the last. A
 * stage that loses a task is started again by Spark, and goes on from the last checkpoint.
 */
final class BarrierTraining {
    /** Of the heap that a task has, for its rows; the rest of them is on disk. */
    private static final double SHARE_OF_HEAP = 0.4;

    private final TrainingPlan plan;
    private final CheckpointPlan checkpoints;
    private final CurveRecorder curve;

    BarrierTraining(TrainingPlan plan, CheckpointPlan checkpoints, CurveRecorder curve) {
        this.plan = plan;
        this.checkpoints = checkpoints;
        this.curve = curve;
    }

    /** @param rows features, label and weight; one worker a partition */
    float[] train(JavaRDD<Row> rows) {
        Work work = new Work(plan, checkpoints, curve);
        if (rows.getNumPartitions() == 1) {
            // Not as a barrier, which not every cluster has a place for.
            return rows.mapPartitions(
                            part -> List.of(work.train(part, AllReduce.alone())).iterator())
                    .first();
        }
        Function1<Iterator<Row>, Iterator<float[]>> inTask =
                (Function1<Iterator<Row>, Iterator<float[]>> & Serializable) part -> JavaConverters.asScalaIterator(
                        work.together(JavaConverters.asJavaIterator(part)).iterator());
        return rows.rdd()
                .barrier()
                .mapPartitions(inTask, false, ClassTag$.MODULE$.apply(float[].class))
                .toJavaRDD()
                .collect()
                .get(0);
    }

    /** What goes to the tasks. */
    private record Work(TrainingPlan plan, CheckpointPlan checkpoints, CurveRecorder curve) implements Serializable {

        /** The first worker alone returns parameters; all have the same. */
        List<float[]> together(java.util.Iterator<Row> rows) {
            try (AllReduce peers = AllReduce.join(BarrierTaskContext.get())) {
                float[] parameters = train(rows, peers);
                return peers.rank() == 0 ? List.of(parameters) : List.of();
            }
        }

        float[] train(java.util.Iterator<Row> rows, AllReduce peers) {
            try (RowMemory memory = new RowMemory(
                    memoryOfTask(),
                    Path.of(Utils.getLocalDir(SparkEnv.get().conf())))) {
                return new WorkerTraining(plan, ContentOrder.Part.of(rows, plan, memory), peers, checkpoints, curve)
                        .train();
            }
        }

        private static long memoryOfTask() {
            int cores = SparkEnv.get().conf().getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
            int tasks = Math.max(1, cores / TaskContext.get().cpus());
            return (long) (SHARE_OF_HEAP * Runtime.getRuntime().maxMemory() / tasks);
        }
    }
}
