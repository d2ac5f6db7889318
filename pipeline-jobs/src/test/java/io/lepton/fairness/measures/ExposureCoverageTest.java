package io.lepton.fairness.measures;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.RowCounts;
import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a 95 % interval of the exposure of a group, and of two groups' difference and ratio, holds the mean of rankings of the size. */
class ExposureCoverageTest {
    private static final int DRAWS = 10_000;

    /**
     * A group among others, whose scores are normal and a shift apart. Truth: 1 where groups score alike; else the mean of 40,000 other draws. Of two small
     * groups the few at the top make steps, and the interval errs to the safe side; of groups two standard deviations apart the odds of a rank rise
     * otherwise than evenly.
     */
    @ParameterizedTest
    @CsvSource({
        "30, 30, 0, 1, .945, .975",
        "30, 30, 1, 1.1623, .94, .96",
        "30, 300, 0, 1, .94, .96",
        "30, 300, 1, 1.3906, .935, .955",
        "30, 300, -1, .8409, .945, .965",
        "100, 100, .5, 1.0758, .945, .965",
        "100, 100, 2, 1.1850, .925, .95"
    })
    void exposure(int size, int others, double shift, double truth, double atLeast, double atMost) {
        double ofOthers = (size + others - size * truth) / others;
        Map<String, Double> truths =
                Map.of("group", truth, "others", ofOthers, "difference", truth - ofOthers, "ratio", truth / ofOthers);

        Map<String, Double> held = new Draws("exposure of %d beside %d, %s apart".formatted(size, others, shift), DRAWS)
                .held(truths, random -> {
                    GroupTally ofGroup = tally(size, shift, random);
                    GroupTally ofRest = tally(others, 0, random);
                    ScoreHistogram group = ofGroup.histogram();
                    ScoreHistogram rest = ofRest.histogram();
                    ofGroup.addAll(ofRest);
                    Exposure exposure = new Exposure(ofGroup.histogram(), 1);
                    Estimate one = exposure.of(group);
                    Estimate two = exposure.of(rest);
                    Comparison pair = new Comparison(one, two);
                    return Map.of(
                            "group", one.interval(.95),
                            "others", two.interval(.95),
                            "difference", pair.difference(.95),
                            "ratio", pair.ratio(.95));
                });

        held.forEach((what, share) -> assertThat(share).as(what).isBetween(atLeast, atMost));
    }

    private static GroupTally tally(int size, double shift, SplittableRandom random) {
        RowCounts rows = new RowCounts();
        for (int i = 0; i < size; i++) {
            rows.add(0, 0, 1 / (1 + Math.exp(-random.nextGaussian() - shift)), 1);
        }
        return rows.tally();
    }
}
