package io.lepton.training.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import io.lepton.training.TaskType;
import io.lepton.training.device.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(LocalSpark.class)
class SplitLayersTest {
    /** Of the largest weight: sums of floats in another order, after some dozens of steps of Adam, which divides by small gradients. */
    private static final double ROUNDING = 1e-4;

    /** No dropout, which each worker draws for its own rows where layers are whole. */
    private static NeuralNetwork learner(TaskType task, int bins, List<Integer> hidden) {
        return NeuralNetwork.of(task, new NeuralNetworkSettings(hidden, 2, 60, 0.005, 0, 0.001, 7))
                .setBins(bins)
                .setRowsForOneWorker(0)
                .setStepsPerRound(1)
                .setHeldOutEvery(0);
    }

    @ParameterizedTest
    @CsvSource({"0, REGRESSION", "8, REGRESSION", "8, MULTICLASS"})
    void learnsWhatWholeLayersLearn(int bins, TaskType task, SparkSession spark) {
        Dataset<Row> rows = task == TaskType.REGRESSION
                ? SyntheticRows.waves(spark, 700, 5)
                : SyntheticRows.clouds(spark, 700, 5);
        NeuralNetwork learner = learner(task, bins, List.of(13, 7));
        NeuralNetworkModel start = model(learner.fit(rows));

        float[] whole = learner.goOn(start, rows).network().parameters();
        float[] split =
                learner.setSplitWiderThan(5).goOn(start, rows).network().parameters();

        assertEqual(split, whole);
        assertThat(distance(whole, start.network().parameters())).isGreaterThan(100 * ROUNDING);
    }

    static void assertEqual(float[] split, float[] whole) {
        assertThat(split).hasSameSizeAs(whole);
        assertThat(distance(split, whole)).isLessThan(ROUNDING);
    }

    static double distance(float[] some, float[] others) {
        return IntStream.range(0, others.length)
                        .mapToDouble(i -> Math.abs(some[i] - others[i]))
                        .max()
                        .orElse(0)
                / IntStream.range(0, others.length)
                        .mapToDouble(i -> Math.abs(others[i]))
                        .max()
                        .orElse(1);
    }

    private static NeuralNetworkModel model(org.apache.spark.ml.PipelineModel fitted) {
        return (NeuralNetworkModel) fitted.stages()[0];
    }

    @Test
    void goesOnFromTheCheckpointsOfAllWorkersWhenOneIsKilled(SparkSession spark, @TempDir Path folder) {
        Dataset<Row> rows = SyntheticRows.waves(spark, 700, 5).cache();
        NeuralNetwork learner = learner(TaskType.REGRESSION, 8, List.of(13, 7))
                .setSplitWiderThan(5)
                .setEpochs(12);
        float[] undisturbed = model(learner.fit(rows)).network().parameters();
        learner.setCheckpointFolder(folder.toString()).setCheckpointSeconds(0);
        FirstAttempt attempt = new FirstAttempt(spark.sparkContext());
        spark.sparkContext().addSparkListener(attempt);

        CompletableFuture<float[]> disturbed = CompletableFuture.supplyAsync(
                () -> model(learner.fit(rows)).network().parameters());
        while (!disturbed.isDone() && !leftBy(folder, "worker-1")) {
            Thread.onSpinWait();
        }
        attempt.killOne();

        assertThat(disturbed.join()).isEqualTo(undisturbed);
        assertThat(attempt.wasRepeated()).isTrue();
        spark.sparkContext().removeSparkListener(attempt);
    }

    private static boolean leftBy(Path folder, String worker) {
        try (var files = Files.walk(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("step-")
                    && file.getParent().endsWith(worker));
        } catch (IOException | UncheckedIOException fileJustDeleted) {
            return false;
        }
    }

    /** Knows the tasks that are running. */
    private static final class FirstAttempt extends SparkListener {
        private final SparkContext spark;
        private final Deque<Long> running = new ConcurrentLinkedDeque<>();
        private final AtomicBoolean repeated = new AtomicBoolean();

        FirstAttempt(SparkContext spark) {
            this.spark = spark;
        }

        @Override
        public void onTaskStart(SparkListenerTaskStart start) {
            running.add(start.taskInfo().taskId());
            repeated.compareAndSet(false, start.stageAttemptId() > 0);
        }

        @Override
        public void onTaskEnd(SparkListenerTaskEnd end) {
            running.remove(end.taskInfo().taskId());
        }

        void killOne() {
            spark.killTaskAttempt(running.getLast(), true, "to see training go on");
        }

        boolean wasRepeated() {
            return repeated.get();
        }
    }

    @Test
    void refusesWhatCannotBeDivided(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.waves(spark, 100, 5);
        NeuralNetwork residual = learner(TaskType.REGRESSION, 0, List.of(13, 7))
                .setSplitWiderThan(5);
        residual.set(residual.architecture(), "residual");

        assertThatThrownBy(() -> residual.fit(rows))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessageContainingAll("layers of [13, 7] units are to be split (split-wider-than: 5)", "mlp");
        assertThatThrownBy(() -> learner(TaskType.REGRESSION, 0, List.of(13, 7))
                        .setSplitWiderThan(5)
                        .setDevice(Device.CUDA)
                        .fit(rows))
                .hasMessageContaining("works on CPUs alone. Set device: cpu");
    }
}
