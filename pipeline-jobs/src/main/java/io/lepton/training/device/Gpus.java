package io.lepton.training.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;

/**
 * The GPUs that tasks of a Spark session can have, as far as its driver knows.
 *
 * @param perExecutor GPUs of an executor, or of this machine where Spark runs inside the driver; 0 or more
 * @param evidence what says so, as a sentence's end
 */
public record Gpus(int perExecutor, String evidence) {
    /** What Spark calls the resource. */
    static final String RESOURCE = "gpu";

    private static final String AMOUNT = "spark.executor.resource." + RESOURCE + ".amount";
    private static final Path DEVICES = Path.of("/dev");

    /** On a cluster what executors are asked to have; in local mode, where Spark hands out no resources, what this machine has. */
    public static Gpus of(SparkContext context) {
        return context.isLocal() ? onMachine(DEVICES) : ofExecutors(context.getConf());
    }

    static Gpus ofExecutors(SparkConf conf) {
        int amount = conf.getInt(AMOUNT, 0);
        return new Gpus(amount, AMOUNT + (amount > 0 ? " is " + amount : " is not set"));
    }

    /** @param devices the folder of device files: the driver of NVIDIA makes one a GPU, nvidia0 and so on */
    static Gpus onMachine(Path devices) {
        try (Stream<Path> files = Files.list(devices)) {
            int count = (int) files.filter(file -> file.getFileName().toString().matches("nvidia\\d+"))
                    .count();
            return new Gpus(
                    count,
                    count > 0
                            ? devices + " lists NVIDIA GPUs: " + count
                            : "there is no NVIDIA GPU in " + devices + " (nvidia0)");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot look for GPUs in " + devices, e);
        }
    }

    boolean present() {
        return perExecutor > 0;
    }
}
