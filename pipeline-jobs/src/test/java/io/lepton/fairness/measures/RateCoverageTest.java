package io.lepton.fairness.measures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a 95 % interval of what is made of several shares holds the truth, of people of whom those shares are known. */
class RateCoverageTest {
    private static final int DRAWS = 10_000;

    private static final Set<Measure> MEASURES =
            Set.of(Measure.BALANCED_ACCURACY, Measure.AVERAGE_ODDS, Measure.F1, Measure.TREATMENT_RATIO);

    /**
     * Of the labels of a share of positives so many are found, and of the negatives so many are selected by mistake. Counts are whole, and of few the coverage
     * of Wilson's interval goes up and down with the share: on average over shares it is 95 ± 1 % (see EstimateTest).
     */
    @ParameterizedTest
    @CsvSource({
        ".5, .7, .3, 60, .935, .97",
        ".5, .85, .2, 60, .925, .97",
        ".2, .6, .1, 150, .935, .965",
        ".05, .5, .05, 600, .94, .965",
        ".5, .7, .3, 600, .94, .96"
    })
    void measuresOfSeveralShares(
            double positives, double recall, double mistaken, int size, double atLeast, double atMost) {
        double[] shares = {
            positives * recall, (1 - positives) * mistaken, positives * (1 - recall), (1 - positives) * (1 - mistaken)
        };
        Map<Measure, Double> truths = new EnumMap<>(Measure.class);
        BinaryMeasures.rates(outcomes(shares)).forEach((measure, figure) -> {
            if (MEASURES.contains(measure)) {
                truths.put(measure, figure.value());
            }
        });

        Map<Measure, Double> covered = new Draws(
                        "recall %s, false positives %s, %d rows".formatted(recall, mistaken, size), DRAWS)
                .covered(truths, random -> BinaryMeasures.rates(outcomes(Draws.counts(shares, size, random))));

        covered.forEach((measure, share) -> assertThat(share).as(measure.id()).isBetween(atLeast, atMost));
    }

    private static Outcomes outcomes(double... counts) {
        return new Outcomes(counts[0], counts[1], counts[2], counts[3], 1);
    }
}
