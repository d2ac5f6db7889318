package io.lepton.training.curves.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.testing.PythonPackages;
import io.lepton.training.curves.CurvePoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, read by TensorBoard itself. */
class TensorBoardTest {
    private static final String READER =
            """
            import logging, sys
            logging.disable()
            from tensorboard.backend.event_processing import event_accumulator as events
            read = events.EventAccumulator(sys.argv[1], size_guidance={events.SCALARS: 0}).Reload()
            for tag in sorted(read.Tags()['scalars']):
                for scalar in read.Scalars(tag):
                    print(tag, scalar.step, repr(scalar.value), repr(scalar.wall_time))
            """;

    @TempDir
    private Path folder;

    private static PythonPackages tensorBoard;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        String version = System.getProperty("tensorboard.version");
        // Of its dependencies those that its reader needs: the others are a server's, and large.
        tensorBoard = PythonPackages.installed(
                "tensorboard-" + version,
                List.of("tensorboard==" + version, "numpy", "protobuf", "absl-py", "packaging"));
    }

    @Test
    void readsEveryValueWhileTheTrainingGoesOn() throws Exception {
        List<CurvePoint> points = new ArrayList<>();
        try (EventFiles files = new EventFiles(new Configuration(), folder.toString())) {
            for (int step = 1; step <= 200; step++) {
                points.add(new CurvePoint(
                        "all rows",
                        step,
                        300,
                        1_764_000_000_000L + 250L * step,
                        Map.of(
                                "loss/training",
                                1.0 / step,
                                "loss/validation",
                                1.1 / step,
                                "learning_rate",
                                1e-3 * Math.exp(-step / 50.0),
                                "rows_per_second",
                                84_123.5)));
                files.add(points.get(step - 1));
            }

            assertRead(points);
        }
    }

    @Test
    void aRunThatIsContinuedTakesThePlaceOfWhatItTakesAgain() throws Exception {
        try (EventFiles files = new EventFiles(new Configuration(), folder.toString())) {
            for (int step = 1; step <= 5; step++) {
                files.add(point(step, 1));
            }
        }

        try (EventFiles files = new EventFiles(new Configuration(), folder.toString())) {
            for (int step = 4; step <= 7; step++) {
                files.add(point(step, 2));
            }
        }

        assertRead(List.of(point(1, 1), point(2, 1), point(3, 1), point(4, 2), point(5, 2), point(6, 2), point(7, 2)));
    }

    private static CurvePoint point(int step, double value) {
        return new CurvePoint("all rows", step, 9, 1000L * step, Map.of("loss/training", value));
    }

    private void assertRead(List<CurvePoint> points) throws Exception {
        PythonPackages.Output output = tensorBoard.run(List.of("-c", READER, folder.toString()));

        assertThat(output.exitCode()).as(output.text()).isZero();
        List<String[]> scalars =
                output.text().lines().map(line -> line.split(" ")).toList();
        int next = 0;
        for (String metric : points.get(0).values().keySet()) {
            for (CurvePoint point : points) {
                String[] scalar = scalars.get(next++);
                assertThat(scalar[0]).isEqualTo(metric);
                assertThat(scalar[1]).isEqualTo(String.valueOf(point.step()));
                assertThat(Float.parseFloat(scalar[2]))
                        .isEqualTo(point.values().get(metric).floatValue());
                assertThat(Double.parseDouble(scalar[3])).isCloseTo(point.millis() / 1000.0, within(1e-6));
            }
        }
        assertThat(scalars).hasSize(next);
    }
}
