package io.lepton.training.boosting.paged;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.apache.spark.SparkConf;
import org.apache.spark.TaskContext;

/**
 * Memory beside Java's heap that a task may take.
 *
 * @param bytes half of what the process has, shared by the tasks that run in it at once: the rest is for pages of files, and for others
 */
public record NativeRoom(long bytes) {
    /** What XGBoost holds of a value in memory at most: 11.3 measured while a matrix of 1.5 million rows of 50 was made. */
    private static final long BYTES_OF_VALUE = 12;

    private static final double SHARE = 0.5;
    private static final long LEAST_OVERHEAD = 384L << 20;

    /** @param workers that train together */
    public static NativeRoom ofTask(SparkConf conf, TaskContext task, int workers) {
        int cores = conf.getInt("spark.executor.cores", Runtime.getRuntime().availableProcessors());
        int atOnce = Math.min(workers, Math.max(1, cores / task.cpus()));
        return new NativeRoom((long) (SHARE * ofProcess(conf, machine()) / atOnce));
    }

    /**
     * YARN and Kubernetes kill who takes more than they were told; elsewhere the machine, or the container, is the limit.
     *
     * @param machine bytes of memory
     */
    static long ofProcess(SparkConf conf, long machine) {
        String master = conf.get("spark.master", "local");
        if (master.startsWith("yarn") || master.startsWith("k8s")) {
            double factor = conf.getDouble("spark.executor.memoryOverheadFactor", 0.1);
            long heap = conf.getSizeAsBytes("spark.executor.memory", "1g");
            return conf.contains("spark.executor.memoryOverhead")
                    ? conf.getSizeAsMb("spark.executor.memoryOverhead") << 20
                    : Math.max(LEAST_OVERHEAD, (long) (factor * heap));
        }
        return Math.max(0, machine - Runtime.getRuntime().maxMemory());
    }

    private static long machine() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    public boolean holds(long rows, int features) {
        return rows * features <= bytes / BYTES_OF_VALUE;
    }
}
