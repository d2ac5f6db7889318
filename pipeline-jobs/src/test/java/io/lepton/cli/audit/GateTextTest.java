package io.lepton.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.Gate;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTextTest {
    @Test
    void leavesTheNameOfAClassAsItIs() {
        Gate gate = new GateText(" recall-of-iris-setosa v.2 @ sex × race >= 0.5").gate(Gate.JudgedBy.POINT);

        assertThat(gate)
                .isEqualTo(new Gate(
                        "recall-of-iris-setosa v.2",
                        Optional.of(.5),
                        Optional.empty(),
                        Optional.of("sex × race"),
                        Gate.JudgedBy.POINT));
        assertThat(new GateText("equalized-odds-difference<=0.1")
                        .gate(Gate.JudgedBy.POINT)
                        .metric())
                .isEqualTo("equalized_odds_difference");
    }
}
