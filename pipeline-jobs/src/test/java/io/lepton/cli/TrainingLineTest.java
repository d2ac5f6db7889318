package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.training.curves.CurvePoint;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingLineTest {
    private final StringWriter text = new StringWriter();

    @Test
    void tellsLossesSpeedAndHowLongItTakesAtMost() {
        TrainingLine line = new TrainingLine("neural-network", point(1, 2_000, .7));
        line.add(point(2, 4_000, .5));
        line.add(point(3, 6_000, .4));
        // A step that took long says nothing of the others.
        line.add(point(4, 60_000, .45));

        assertThat(line.now())
                .isEqualTo(
                        "neural-network 4 of 20 · loss 0.500 · validation 0.450 · 84,124 rows/s · about 32 s left at most");
        assertThat(line.result()).isEqualTo("neural-network took 4 of 20 steps; best at 3: validation loss 0.400");
    }

    @Test
    void tellsTheNewestLossWhereOneIsNotMeasuredAtEveryStep() {
        TrainingLine line = new TrainingLine("xgboost", point(1, 0, .7));
        line.add(new CurvePoint("all rows", 2, 20, 1_000, Map.of("loss/validation", .6)));

        assertThat(line.now()).contains("loss 0.500 · validation 0.600 ");
    }

    @Test
    void tellsNoTimeAndNoLossThatItDoesNotKnow() {
        TrainingLine line = new TrainingLine("xgboost", new CurvePoint("all rows", 1, 100, 0, Map.of()));

        assertThat(line.now()).isEqualTo("xgboost 1 of 100");
        assertThat(line.result()).isEqualTo("xgboost took 1 of 100 steps");
    }

    @Test
    void aTerminalHasOneLineThatGivesWayToTheNext() {
        TerminalProgress progress = new TerminalProgress(new PrintWriter(text), true);

        progress.training("network", point(1, 0, .7));
        progress.training("network", point(2, 10, .6));
        progress.step("measuring");

        assertThat(screen()).containsExactly("             measuring");
        assertThat(text.toString()).contains("network 1 of 20", "network 2 of 20");
    }

    @Test
    void elsewhereThereIsALineEveryTenSeconds() {
        TerminalProgress progress = new TerminalProgress(new PrintWriter(text), false);

        for (int step = 1; step <= 12; step++) {
            progress.training("network", point(step, 2_000L * step, 1.0 / step));
        }
        progress.trained();

        assertThat(text.toString()).doesNotContain("\r", "\u001b");
        assertThat(text.toString().lines().map(line -> line.strip().split(" · ")[0]))
                .containsExactly(
                        "network 1 of 20",
                        "network 6 of 20",
                        "network 11 of 20",
                        "network took 12 of 20 steps; best at 12: validation loss 0.083");
    }

    /** What is left to see of what was written. */
    private List<String> screen() {
        return Arrays.stream(text.toString().split("\n"))
                .map(line -> line.substring(line.lastIndexOf("\u001b[K") + "\u001b[K".length()))
                .toList();
    }

    private static CurvePoint point(int step, long millis, double validation) {
        return new CurvePoint(
                "all rows",
                step,
                20,
                millis,
                Map.of("loss/training", .5, "loss/validation", validation, "rows_per_second", 84_123.6));
    }
}
