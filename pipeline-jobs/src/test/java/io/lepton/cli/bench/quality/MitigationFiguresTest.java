package io.lepton.cli.bench.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.cli.bench.quality.MitigationFigures.Figure;
import io.lepton.cli.bench.quality.MitigationFigures.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;

class MitigationFiguresTest {
    @Test
    void spreadsAreThoseOfASample() {
        List<Figure> figures = List.of(figure(1, .84), figure(2, .83), figure(3, .85));

        Spread loss = Spread.of(figures, Figure::accuracyLoss);

        assertThat(loss.mean()).isCloseTo(.02, within(1e-12));
        assertThat(loss.deviation()).isCloseTo(.01, within(1e-12));
        assertThat(Spread.of(figures.subList(0, 1), figure -> figure.after().oddsDifference()))
                .isEqualTo(new Spread(1, .02, 0));
    }

    private static Figure figure(long seed, double after) {
        Outcome mitigated = new Outcome(after, .02, .01, .02);
        return new Figure("method", "base", seed, new Outcome(.86, .1, .08, .02), mitigated, mitigated);
    }
}
