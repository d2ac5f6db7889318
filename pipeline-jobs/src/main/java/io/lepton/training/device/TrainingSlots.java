package io.lepton.training.device;

import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;

/**
 * Where the tasks of a training run.
 *
 * @param gpus slots with a GPU each; absent: the session's own
 * @param most tasks that can run at once
 * @param local whether all of them run in the driver's process
 */
public record TrainingSlots(Optional<GpuSlots> gpus, int most, boolean local) {

    /** To be asked after a stage has run, for executors may come later than their application. */
    public static TrainingSlots of(SparkContext context, boolean onGpu) {
        if (!onGpu) {
            return new TrainingSlots(Optional.empty(), context.defaultParallelism(), context.isLocal());
        }
        Optional<GpuSlots> gpus = GpuSlots.of(context);
        // In local mode all tasks would meet on the first GPU.
        return new TrainingSlots(
                gpus, Math.max(1, gpus.map(slots -> slots.count(context)).orElse(1)), context.isLocal());
    }

    /** The same rows; the stage that computes them, from the last shuffle on, runs in these slots. */
    public <T> JavaRDD<T> place(JavaRDD<T> rows) {
        return gpus.map(slots -> slots.place(rows)).orElse(rows);
    }
}
