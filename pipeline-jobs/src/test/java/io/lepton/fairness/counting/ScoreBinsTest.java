package io.lepton.fairness.counting;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class ScoreBinsTest {
    @Property
    void aHigherScoreNeverHasALowerBin(@ForAll double one, @ForAll double other) {
        assertThat(ScoreBins.of(Math.max(one, other))).isGreaterThanOrEqualTo(ScoreBins.of(Math.min(one, other)));
    }

    @Property
    void aHigherProbabilityNeverHasALowerBinAndDistantOnesShareNone(
            @ForAll @DoubleRange(min = 0, max = 1) double one, @ForAll @DoubleRange(min = 0, max = 1) double other) {
        int difference = Integer.compare(ScoreBins.coarse(one), ScoreBins.coarse(other));

        assertThat(difference * Double.compare(one, other)).isNotNegative();
        if (Math.abs(one - other) > .00025) {
            assertThat(difference).isNotZero();
        }
        if (Math.abs(one - other) > .000_001) {
            assertThat(ScoreBins.of(one)).isNotEqualTo(ScoreBins.of(other));
        }
    }
}
