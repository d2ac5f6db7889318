package io.lepton.training.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import io.lepton.training.TaskType;
import io.lepton.training.device.Device;
import io.lepton.training.scoring.CompiledModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void learnsWhatWholeLayersLearn(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.clouds(spark, 400, 5).cache();
        NeuralNetwork learner = learner(TaskType.MULTICLASS, 8, List.of(13, 7));
        NeuralNetworkModel start = model(learner.fit(rows));

        float[] whole = learner.goOn(start, rows).network().parameters();
        float[] split = learner.setSplitWiderThan(5).goOn(start, rows).network().parameters();

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

    private static NeuralNetworkModel model(PipelineModel fitted) {
        return (NeuralNetworkModel) fitted.stages()[0];
    }

    @Test
    void goesOnFromTheCheckpointsOfAllWorkersWhenOneIsKilled(SparkSession spark, @TempDir Path folder)
            throws IOException {
        Dataset<Row> rows = SyntheticRows.clouds(spark, 400, 5).cache();
        NeuralNetwork learner = learner(TaskType.MULTICLASS, 8, List.of(13, 7))
                .setSplitWiderThan(5)
                .setEpochs(6);
        NeuralNetworkModel undisturbed = model(learner.fit(rows));
        learner.setCheckpointFolder(folder.resolve("training").toString()).setCheckpointSeconds(0);
        FirstAttempt attempt = new FirstAttempt(spark.sparkContext());
        spark.sparkContext().addSparkListener(attempt);

        CompletableFuture<PipelineModel> disturbed = CompletableFuture.supplyAsync(() -> learner.fit(rows));
        while (!disturbed.isDone() && !leftBy(folder, "worker-1")) {
            Thread.onSpinWait();
        }
        attempt.killOne();
        DividedNetworkModel inParts = (DividedNetworkModel) disturbed.join().stages()[0];
        spark.sparkContext().removeSparkListener(attempt);

        assertThat(attempt.wasRepeated()).isTrue();
        assertThat(inParts.whole().network().parameters())
                .isEqualTo(undisturbed.network().parameters());
        scoresTheSame(inParts, undisturbed, rows, folder);
    }

    /** Saved elsewhere, and loaded again. */
    private static void scoresTheSame(
            DividedNetworkModel inParts, NeuralNetworkModel whole, Dataset<Row> rows, Path folder) throws IOException {
        inParts.save(folder.resolve("model").toString());
        delete(folder.resolve("training"));
        DividedNetworkModel loaded =
                DividedNetworkModel.load(folder.resolve("model").toString());

        assertThat(loaded.parts()).isEqualTo(2);
        Dataset<Row> expected = whole.transform(rows);
        Dataset<Row> found = loaded.transform(rows);
        assertThat(found.schema()).isEqualTo(expected.schema());
        List<Row> expectedRows = expected.collectAsList();
        List<Row> foundRows = found.collectAsList();
        assertThat(foundRows).hasSameSizeAs(expectedRows);
        for (int row = 0; row < foundRows.size(); row++) {
            assertThat(foundRows.get(row).<Vector>getAs("probability").toArray())
                    .containsExactly(
                            expectedRows.get(row).<Vector>getAs("probability").toArray(), within(1e-6));
            assertThat(foundRows.get(row).<Double>getAs("prediction"))
                    .isEqualTo(expectedRows.get(row).getAs("prediction"));
        }
        assertThat(CompiledModel.of(loaded)).isPresent();
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

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesWhatCannotBeDivided(SparkSession spark) {
        Dataset<Row> rows = SyntheticRows.waves(spark, 100, 5);
        NeuralNetwork residual = learner(TaskType.REGRESSION, 0, List.of(13, 7)).setSplitWiderThan(5);
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
        assertThatThrownBy(() -> learner(TaskType.REGRESSION, 0, List.of(100_000, 100_000))
                        .setSplitWiderThan(5)
                        .fit(rows))
                .hasMessageContaining("layers of [100000, 100000] units have more than 2147483647 weights");
    }
}
