package io.lepton.training.device;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;

/**
 * Slots for a training stage on GPUs: one task a GPU, which has an equal share of its executor's cores. All other stages stay in the
 * session's own slots and ask for no GPU.
 *
 * <p>The executors are the session's own: barrier stages know no dynamic allocation, without which Spark starts none of another shape.
 * Works on standalone from Spark 3.4 on, on YARN and Kubernetes from 3.5.1 on.
 *
 * @param profile what a task asks for
 */
public record GpuSlots(ResourceProfile profile) {

    /** The slots of this session; none in local mode, where Spark hands out no GPUs and one task trains. */
    public static Optional<GpuSlots> of(SparkContext context) {
        return context.isLocal()
                ? Optional.empty()
                : Optional.of(new GpuSlots(new ResourceProfileBuilder()
                        .require(new TaskResourceRequests()
                                .cpus(coresOfTask(context.getConf()))
                                .resource(Gpus.RESOURCE, 1))
                        .build()));
    }

    /** Where {@code spark.executor.cores} isn't set (standalone: all that a worker has), a task has as many as any other. */
    static int coresOfTask(SparkConf conf) {
        int gpus = Math.max(1, Gpus.ofExecutors(conf).perExecutor());
        return Math.max(conf.getInt("spark.task.cpus", 1), conf.getInt("spark.executor.cores", 1) / gpus);
    }

    /** The same rows; the stage that computes them, from the last shuffle on, runs in these slots. */
    public <T> JavaRDD<T> place(JavaRDD<T> rows) {
        return rows.withResources(profile);
    }

    /**
     * How many tasks run at once on the executors that have come so far: the most that a barrier stage may have. To be asked after a
     * stage has run, for executors may come later than their application.
     */
    public int count(SparkContext context) {
        // Spark counts slots of profiles that it knows, and learns of one from rows.
        place(JavaSparkContext.fromSparkContext(context).emptyRDD());
        return context.maxNumConcurrentTasks(profile);
    }
}
