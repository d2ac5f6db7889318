package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.cli.TrainingDriver.Learner;
import io.lepton.testing.LocalSpark;
import io.lepton.training.curves.CurveListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Kills, as an operating system does that runs out of memory, what models are trained in. */
@Tag("cluster")
@ExtendWith(LocalSpark.class)
class TrainingSurvivalTest {
    private static final String CHECKPOINT = "step-";

    @TempDir
    private static Path shared;

    private static StandaloneCluster cluster;

    @TempDir
    private Path folder;

    /** One for all learners: each process that Spark needs for it takes seconds to start. */
    @BeforeAll
    static void startCluster() throws Exception {
        cluster = StandaloneCluster.start(shared, 2);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @ParameterizedTest
    @EnumSource(Learner.class)
    void goesOnFromTheLastCheckpointWithoutAnExecutorAndWithoutTheDriver(Learner learner, SparkSession spark)
            throws Exception {
        Path checkpoints = Files.createDirectories(folder.resolve("checkpoints"));

        String undisturbed = TrainingDriver.auc(spark, "", learner, CurveListener.none());
        double expected = Double.parseDouble(undisturbed.substring("AUC ".length()));

        try (LeptonProcess driver = submit(checkpoints, learner)) {
            awaitStep(20, checkpoints, driver);
            driver.killAfter(0);
        }
        int driverKilled = step(checkpoints);
        try (LeptonProcess driver = submit(checkpoints, learner)) {
            assertThat(driver.awaitLine("round ")).as(driver.output()).isTrue();
            assertThat(number(driver)).isGreaterThan(1);
            awaitStep(driverKilled + 30, checkpoints, driver);
            cluster.executors().get(1).destroyForcibly();

            assertThat(driver.awaitLine("from round ")).as(driver.output()).isTrue();
            assertThat(number(driver)).isGreaterThan(2);
            assertThat(driver.awaitLine("AUC ")).as(driver.output()).isTrue();
            assertThat(number(driver)).isCloseTo(expected, within(learner == Learner.NETWORK ? 1e-9 : 1e-3));
        }
    }

    private LeptonProcess submit(Path checkpoints, Learner learner) throws IOException {
        return LeptonProcess.submit(
                cluster,
                2,
                folder,
                folder,
                TrainingDriver.class,
                Session.SHORT_WORK,
                checkpoints.toUri().toString(),
                learner.name());
    }

    /** The number at the end of the line that was awaited. */
    private static double number(LeptonProcess driver) {
        String output = driver.output().strip();
        return Double.parseDouble(output.substring(output.lastIndexOf(' ') + 1));
    }

    private static void awaitStep(int step, Path checkpoints, LeptonProcess driver) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
        while (step(checkpoints) < step) {
            if (System.nanoTime() > deadline) {
                driver.killAfter(0);
                driver.exitCode();
                throw new AssertionError("Step " + step + " was not reached: " + driver.output());
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private static int step(Path checkpoints) {
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
