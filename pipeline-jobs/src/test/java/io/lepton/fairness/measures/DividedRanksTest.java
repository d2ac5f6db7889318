package io.lepton.fairness.measures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.fairness.counting.RowCounts;
import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Hypothesis;
import java.util.List;
import org.junit.jupiter.api.Test;

class DividedRanksTest {
    private static final double[] EXPOSURES = {2, 1.2, 1, .8, .6, .4};

    private static List<Hypothesis> hypotheses(double weight) {
        return new DividedRanks(new double[] {1, 1, 1, 1, 1, 1}, EXPOSURES, 1).hypotheses(weight);
    }

    /** By hand, of two drawn from six without putting back: S²(1/2 − 1/6), S² = (1 + .04 + .04 + .16 + .36) ÷ 5. */
    @Test
    void aGroupThatIsLikeTheOthersVariesAsADrawnSample() {
        Hypothesis alike = hypotheses(2).get(hypotheses(2).size() / 2);

        assertThat(alike.truth()).isCloseTo(1, within(1e-9));
        assertThat(alike.deviation()).isCloseTo(Math.sqrt(1.6 / 5 / 3), within(1e-9));
    }

    /** At the ends the group has the last ranks, or the first. */
    @Test
    void hypothesesRiseFromTheBottomToTheTop() {
        List<Hypothesis> hypotheses = hypotheses(2);

        assertThat(hypotheses).extracting(Hypothesis::truth).isSorted();
        assertThat(hypotheses.get(0).truth()).isCloseTo(.5, within(.03));
        assertThat(hypotheses.get(hypotheses.size() - 1).truth()).isCloseTo(1.6, within(.03));
    }

    @Test
    void theExposureOfEverybodyIsCertain() {
        RowCounts rows = new RowCounts();
        for (int i = 0; i < 50; i++) {
            rows.add(i % 2, 0, (i + .5) / 50, 1);
        }
        ScoreHistogram all = rows.tally().histogram();

        Estimate exposure = new Exposure(all, 1).of(all);

        assertThat(exposure.value()).isCloseTo(1, within(1e-12));
        assertThat(exposure.interval(.95).low()).isCloseTo(1, within(1e-12));
        assertThat(exposure.interval(.95).high()).isCloseTo(1, within(1e-12));
        assertThat(exposure.standardError()).isZero();
    }

    /** Rows that weigh as much as ten are told as ten rows are. */
    @Test
    void weightsTellAsManyRowsAsTheyAreWorth() {
        List<Hypothesis> rows = hypotheses(2);
        List<Hypothesis> weighted = new DividedRanks(
                        new double[] {10, 10, 10, 10, 10, 10}, new double[] {20, 12, 10, 8, 6, 4}, .1)
                .hypotheses(20);

        for (int i = 0; i < rows.size(); i++) {
            assertThat(weighted.get(i).truth()).isCloseTo(rows.get(i).truth(), within(1e-9));
            assertThat(weighted.get(i).deviation()).isCloseTo(rows.get(i).deviation(), within(1e-9));
            assertThat(weighted.get(i).skewness()).isCloseTo(rows.get(i).skewness(), within(1e-6));
        }
    }
}
