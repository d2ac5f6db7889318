package io.lepton.training.curves;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.testing.LocalSpark;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LocalSpark.class)
class LiveCurvesTest {
    /** Tasks of a local session run in this process: they wait here until the driver has heard of their steps. */
    private static final Semaphore HEARD = new Semaphore(0);

    private static final int STEPS = 6;

    private final JavaSparkContext spark;
    private final List<Integer> heard = new CopyOnWriteArrayList<>();

    LiveCurvesTest(SparkSession session) {
        this.spark = new JavaSparkContext(session.sparkContext());
    }

    @BeforeEach
    void nothingHeardYet() {
        HEARD.drainPermits();
    }

    @Test
    void pointsArriveWhileTheTaskGoesOn() {
        try (LiveCurves live = new LiveCurves(spark.sc(), "network", this::hear)) {
            CurveRecorder recorder = live.recorder();

            boolean allInTime = spark.parallelize(List.of(1), 1)
                    .map(one -> takesSteps(recorder, 1, STEPS, true))
                    .first();

            assertThat(allInTime).isTrue();
        }
        assertThat(heard).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void whatNoHeartbeatBroughtComesWithTheEnd() {
        LiveCurves live = new LiveCurves(spark.sc(), "network", this::hear);
        CurveRecorder recorder = live.recorder();
        spark.parallelize(List.of(1), 1)
                .foreach(one -> recorder.record(1, 2, Map.of("loss/training", .5, "loss/validation", .6)));

        live.close();

        assertThat(heard).containsExactly(1);
    }

    @Test
    void stepsThatAreTakenAgainAfterAFailureAreHeardOnce() {
        try (LiveCurves live = new LiveCurves(spark.sc(), "network", this::hear)) {
            CurveRecorder recorder = live.recorder();

            assertThatThrownBy(() -> spark.parallelize(List.of(1), 1).foreach(one -> {
                        takesSteps(recorder, 1, 3, true);
                        throw new IllegalStateException("lost");
                    }))
                    .hasMessageContaining("lost");
            spark.parallelize(List.of(1), 1).foreach(one -> takesSteps(recorder, 2, STEPS, false));
        }

        assertThat(heard).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void aTrainingDoesNotHearTheStepsOfAnother() {
        try (LiveCurves live = new LiveCurves(spark.sc(), "network", this::hear);
                LiveCurves other = new LiveCurves(spark.sc(), "network", CurveListener.none())) {
            CurveRecorder recorder = live.recorder();
            CurveRecorder unheard = other.recorder();
            spark.parallelize(List.of(1), 1).foreach(one -> {
                takesSteps(unheard, 1, 4, false);
                takesSteps(recorder, 1, 2, true);
            });
        }

        assertThat(heard).containsExactly(1, 2);
    }

    private void hear(CurvePoint point) {
        assertThat(point.curve()).isEqualTo("network");
        heard.add(point.step());
        HEARD.release();
    }

    /** @return whether the driver heard of each step before the task went on, where the task waits for that */
    private static boolean takesSteps(CurveRecorder recorder, int first, int last, boolean waits)
            throws InterruptedException {
        for (int step = first; step <= last; step++) {
            recorder.record(step, STEPS, Map.of("loss/training", 1.0 / step));
            if (waits && !HEARD.tryAcquire(60, TimeUnit.SECONDS)) {
                return false;
            }
        }
        return true;
    }
}
