package io.lepton.cli.bench.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NetworkWorkTest {
    private static final String TRAINER = "io.lepton.training.neural.MiniBatchTrainer";
    private static final String NATIVE = "org.bytedeco.openblas.global.openblas_nolapack";

    @Test
    void toldByTheMostTellingMethodOfTheStack() {
        assertThat(work(
                        "java.net.SocketInputStream.read",
                        "io.lepton.training.neural.AllReduce.sum",
                        TRAINER + ".train"))
                .isEqualTo(NetworkWork.EXCHANGING_WITH_OTHER_WORKERS);
        assertThat(work(NATIVE + ".cblas_sgemm", TRAINER + ".evaluate")).isEqualTo(NetworkWork.MEASURING_ROWS_HELD_OUT);
        assertThat(work(
                        "io.lepton.training.neural.Batch.put",
                        "io.lepton.training.neural.Batch.fill",
                        TRAINER + ".train"))
                .isEqualTo(NetworkWork.FILLING_BATCHES);
        assertThat(work(NATIVE + ".cblas_sgemm", TRAINER + ".train")).isEqualTo(NetworkWork.STEPS_IN_NATIVE_CODE);
        assertThat(work("io.lepton.training.neural.steps.Adam.move", TRAINER + ".train"))
                .isEqualTo(NetworkWork.STEPS_IN_JAVA);
        assertThat(work("java.lang.Object.wait")).isEqualTo(NetworkWork.OTHER_TASKS);
    }

    /** @param frames innermost first, each a class and a method */
    private static NetworkWork work(String... frames) {
        return NetworkWork.of(Arrays.stream(frames)
                .map(frame -> new StackTraceElement(
                        frame.substring(0, frame.lastIndexOf('.')), frame.substring(frame.lastIndexOf('.') + 1), "", 1))
                .toArray(StackTraceElement[]::new));
    }
}
