package io.lepton.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.report.RunReport.Curve;
import io.lepton.report.RunReport.CurveStep;
import java.util.List;
import org.junit.jupiter.api.Test;

class LossChartTest {
    @Test
    void ticksAreRoundNumbersAroundEveryLoss() {
        LossChart chart = chart(new CurveStep(1, .69, .66), new CurveStep(25, .31, .35), new CurveStep(50, .28, .36));

        assertThat(chart.losses())
                .extracting(LossChart.Tick::text)
                .containsExactly("0.2", "0.3", "0.4", "0.5", "0.6", "0.7");
        assertThat(chart.losses().get(0).at()).isEqualTo("212.0");
        assertThat(chart.losses().get(5).at()).isEqualTo("12.0");
        assertThat(chart.steps()).extracting(LossChart.Tick::text).containsExactly("10", "20", "30", "40", "50");
        assertThat(chart.steps().get(4).at()).isEqualTo("396.0");
    }

    @Test
    void marksTheLowestValidationLoss() {
        LossChart chart = chart(new CurveStep(1, .69, .6), new CurveStep(2, .31, .4), new CurveStep(3, .28, .5));

        assertThat(chart.best()).singleElement().satisfies(best -> {
            assertThat(best.step()).isEqualTo(2);
            assertThat(best.loss()).isEqualTo("0.400");
            assertThat(chart.validation()).contains(best.x() + "," + best.y());
        });
    }

    @Test
    void leavesOutWhatIsUnknownOrInfinite() {
        LossChart chart = chart(
                new CurveStep(1, Double.POSITIVE_INFINITY, Double.NaN),
                new CurveStep(2, .4, Double.NaN),
                new CurveStep(3, .3, Double.NaN));

        assertThat(chart.training().split(" ")).hasSize(2);
        assertThat(chart.validation()).isEmpty();
        assertThat(chart.best()).isEmpty();
    }

    @Test
    void aSingleStepOrALossThatStaysTheSameHasAChart() {
        assertThat(chart(new CurveStep(7, .5, .5)).validation()).isEqualTo("236.0,212.0");
        assertThat(chart(new CurveStep(1, 0, 0), new CurveStep(2, 0, 0)).training())
                .doesNotContain("NaN");
    }

    private static LossChart chart(CurveStep... steps) {
        return new LossChart(new Curve("network", "all rows", List.of(steps)));
    }
}
