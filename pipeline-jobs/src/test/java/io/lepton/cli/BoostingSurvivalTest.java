package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.testing.LocalSpark;
import io.lepton.training.curves.CurveListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Kills, as an operating system does that runs out of memory, what XGBoost trains in. */
@Tag("cluster")
@ExtendWith(LocalSpark.class)
class BoostingSurvivalTest {
    private static final String CHECKPOINT = "step-";

    @TempDir
    private Path folder;

    @Test
    void goesOnFromTheLastCheckpointWithoutAnExecutorAndWithoutTheDriver(SparkSession spark) throws Exception {
        Path checkpoints = Files.createDirectories(folder.resolve("checkpoints"));

        String undisturbed = BoostingDriver.auc(spark, "", CurveListener.none());
        double expected = Double.parseDouble(undisturbed.substring("AUC ".length()));

        try (StandaloneCluster cluster = StandaloneCluster.start(folder, 2)) {
            try (LeptonProcess driver = submit(cluster, checkpoints)) {
                awaitRound(20, checkpoints, driver);
                driver.killAfter(0);
            }
            int driverKilled = round(checkpoints);
            try (LeptonProcess driver = submit(cluster, checkpoints)) {
                assertThat(driver.awaitLine("round ")).as(driver.output()).isTrue();
                assertThat(number(driver)).isBetween(driverKilled + 1.0, driverKilled + 20.0);
                awaitRound(driverKilled + 30, checkpoints, driver);
                cluster.executors().get(1).destroyForcibly();
                int executorKilled = round(checkpoints);

                assertThat(driver.awaitLine("from round ")).as(driver.output()).isTrue();
                assertThat(number(driver)).isBetween(executorKilled + 1.0, executorKilled + 20.0);
                assertThat(driver.awaitLine("AUC ")).as(driver.output()).isTrue();
                assertThat(number(driver)).isCloseTo(expected, within(1e-3));
            }
        }
    }

    private LeptonProcess submit(StandaloneCluster cluster, Path checkpoints) throws IOException {
        return LeptonProcess.submit(
                cluster,
                2,
                folder,
                folder,
                BoostingDriver.class,
                Session.SHORT_WORK,
                checkpoints.toUri().toString());
    }

    /** The number at the end of the line that was awaited. */
    private static double number(LeptonProcess driver) {
        String output = driver.output().strip();
        return Double.parseDouble(output.substring(output.lastIndexOf(' ') + 1));
    }

    private static void awaitRound(int round, Path checkpoints, LeptonProcess driver) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (round(checkpoints) < round) {
            if (System.nanoTime() > deadline) {
                driver.killAfter(0);
                driver.exitCode();
                throw new AssertionError("Round " + round + " was not reached: " + driver.output());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static int round(Path checkpoints) {
        try (Stream<Path> files = Files.walk(checkpoints)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(CHECKPOINT))
                    .mapToInt(name -> Integer.parseInt(name.substring(CHECKPOINT.length())))
                    .max()
                    .orElse(0);
        } catch (IOException | UncheckedIOException listedWhileFilesCameAndWent) {
            return 0;
        }
    }
}
