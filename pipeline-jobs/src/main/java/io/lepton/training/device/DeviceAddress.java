package io.lepton.training.device;

import io.lepton.error.LeptonException;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The GPU that is a task's own.
 *
 * @param ordinal CUDA's number of it among those that the executor's process sees, from 0
 */
public record DeviceAddress(int ordinal) {
    /** What Spark calls the executor of local mode. */
    private static final String DRIVER = "driver";

    /**
     * The GPU that Spark gave to the task; in local mode, where Spark hands out none, the first.
     *
     * @throws IllegalStateException on a cluster if Spark gave the task none: its stage runs outside of {@link GpuSlots}
     * @throws LeptonException if Spark's address is no number, as those of MIG slices are
     */
    public static DeviceAddress of(TaskContext task) {
        ResourceInformation gpu = task.resourcesJMap().get(Gpus.RESOURCE);
        if (gpu != null) {
            return parse(gpu.addresses()[0]);
        }
        if (SparkEnv.get().executorId().equals(DRIVER)) {
            return new DeviceAddress(0);
        }
        throw new IllegalStateException("Cannot train on a GPU: Spark gave this task none");
    }

    static DeviceAddress parse(String address) {
        if (!address.matches("\\d{1,4}")) {
            throw LeptonException.configuration(
                    "Cannot train on GPU '" + address
                            + "': engines know GPUs by CUDA's numbers, 0 and up. Let Spark discover them with deploy/gpu/discover-gpus.");
        }
        return new DeviceAddress(Integer.parseInt(address));
    }

    /** The value of XGBoost's parameter {@code device}. */
    public String xgboost() {
        return "cuda:" + ordinal;
    }

    /** Lets ND4J's arrays that this thread makes from now on lie on this GPU; without effect where ND4J runs on the CPU. */
    public void bindNd4j() {
        Nd4j.getAffinityManager().unsafeSetDevice(ordinal);
    }
}
