package io.lepton.cli.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void splitsOfTheSameRowsSayLessThanRowsOfTheirOwn() {
        Spread spread = Spread.of(List.of(1.0, 2.0, 3.0, 4.0), value -> value);

        assertThat(spread.standardError()).isCloseTo(Math.sqrt(5.0 / 3) / 2, within(1e-12));
        assertThat(spread.standardErrorOfSplits(0.3))
                .isCloseTo(Math.sqrt(5.0 / 3) * Math.sqrt(0.25 + 3.0 / 7), within(1e-12));
    }
}
