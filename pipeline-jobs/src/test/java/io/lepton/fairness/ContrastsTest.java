package io.lepton.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.estimate.Proportion;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContrastsTest {
    private static final int DRAWS = 10_000;

    private static final int[] SIZES = {30, 40, 60, 100, 200, 500};

    /** Whichever combinations are shown, and by which measure: that any of their intervals errs has at most 5 %. */
    @Test
    void intervalsOfAllContrastsHoldAtATime() {
        double[] selected = {.3, .5, .4, .4, .3, .35};
        double[] found = {.6, .7, .6, .5, .7, .65};

        double held = share(random -> {
            double[] ofSelected = drawn(selected, random);
            double[] ofFound = drawn(found, random);
            Contrasts contrasts = new Contrasts();
            for (int group = 0; group < SIZES.length; group++) {
                contrasts.add(
                        "sex × race",
                        "" + group,
                        Map.of(
                                "selection_rate", againstRest(ofSelected, group),
                                "recall", againstRest(ofFound, group)));
            }
            return contrasts.worst().stream()
                    .allMatch(contrast -> holds(
                            contrast.difference(),
                            difference(
                                    contrast.metric().equals("recall") ? found : selected,
                                    Integer.parseInt(contrast.group()))));
        });

        assertThat(held).isGreaterThanOrEqualTo(.95);
    }

    /** Of 30 rows of whom a tenth is selected, counts are few and whole, and Newcombe's interval errs to the safe side. */
    @Test
    void intervalOfAGroupAgainstTheRestCoversTheTruth() {
        for (double[] rates : new double[][] {{.5, .4, .4, .4, .4, .4}, {.1, .05, .05, .05, .05, .2}}) {
            for (int group : new int[] {0, SIZES.length - 1}) {
                double held = share(random ->
                        holds(againstRest(drawn(rates, random), group).difference(.95), difference(rates, group)));

                assertThat(held)
                        .as("%s of %s", group, Arrays.toString(rates))
                        .isBetween(.94, rates[group] > .1 ? .96 : .97);
            }
        }
    }

    private interface Held {
        boolean in(SplittableRandom random);
    }

    private static double share(Held held) {
        return IntStream.range(0, DRAWS)
                        .parallel()
                        .filter(draw -> held.in(new SplittableRandom(draw)))
                        .count()
                / (double) DRAWS;
    }

    private static boolean holds(Interval interval, double truth) {
        return interval.low() <= truth && truth <= interval.high();
    }

    /** So many of each group. */
    private static double[] drawn(double[] rates, SplittableRandom random) {
        double[] successes = new double[rates.length];
        for (int group = 0; group < rates.length; group++) {
            for (int row = 0; row < SIZES[group]; row++) {
                successes[group] += random.nextDouble() < rates[group] ? 1 : 0;
            }
        }
        return successes;
    }

    private static Comparison againstRest(double[] successes, int group) {
        double all = IntStream.of(SIZES).sum();
        double sum = Arrays.stream(successes).sum();
        return new Comparison(
                new Proportion(successes[group], SIZES[group]),
                new Proportion(sum - successes[group], all - SIZES[group]));
    }

    private static double difference(double[] rates, int group) {
        double all = IntStream.of(SIZES).sum();
        double sum = IntStream.range(0, rates.length)
                .mapToDouble(each -> SIZES[each] * rates[each])
                .sum();
        return rates[group] - (sum - SIZES[group] * rates[group]) / (all - SIZES[group]);
    }
}
