package io.lepton.training.device;

import io.lepton.error.LeptonException;
import java.util.function.Predicate;
import org.apache.spark.SparkContext;

/**
 * Chooses between CPU and GPU before a training starts, in the driver.
 *
 * @param gpus that tasks can have
 * @param cudaBuilds which engines this build of Lepton can run on CUDA
 */
public record DeviceChoice(Gpus gpus, Predicate<Engine> cudaBuilds) {

    /** From what this session's executors have, and what is on the class path. */
    public static DeviceChoice of(SparkContext context) {
        ClassLoader classes = Thread.currentThread().getContextClassLoader();
        return new DeviceChoice(Gpus.of(context), engine -> engine.hasCuda(classes));
    }

    /** @throws LeptonException for CUDA where there is none; says what was looked for and what to do */
    public Placement place(Engine engine, Device wish) {
        if (wish == Device.CPU) {
            return new Placement(Device.CPU, "the pipeline file says so");
        }
        if (!gpus.present()) {
            return without(wish, gpus.evidence(), "Give Spark's executors GPUs, as deploy/gpu/README.md says");
        }
        if (!cudaBuilds.test(engine)) {
            return without(
                    wish,
                    "this build of Lepton lacks " + engine.label() + "'s code for GPUs",
                    "Build Lepton with 'mvn -Pgpu package', as deploy/gpu/README.md says");
        }
        return new Placement(Device.CUDA, gpus.evidence());
    }

    private static Placement without(Device wish, String reason, String remedy) {
        if (wish == Device.CUDA) {
            throw LeptonException.configuration("Cannot train with 'device: cuda' (train.device): " + reason + ". "
                    + remedy + ", or write 'device: auto' to train on the CPU where there is no GPU.");
        }
        return new Placement(Device.CPU, reason);
    }
}
