package io.lepton.fairness.measures;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.counting.NumberCounts;
import io.lepton.fairness.counting.RowCounts;
import io.lepton.fairness.estimate.Comparison;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.estimate.Normal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a 95 % interval of a mean over rows holds the truth. */
class MeanCoverageTest {
    private static final int DRAWS = 10_000;
    /** Of the logarithms of predictions, which are normal. */
    private static final double SPREAD_OF_PREDICTIONS = .25;

    private static final double MEAN_PREDICTION = Math.exp(SPREAD_OF_PREDICTIONS * SPREAD_OF_PREDICTIONS / 2);

    /** People of so many scores, equally likely, and the chances of their outcomes. */
    private record Scored(double[] scores, double[] chances) {
        private static final int SCORES = 200;

        /**
         * Log-odds of the scores are normal, and those of the outcomes lie on a line over them.
         *
         * @param intercept of the line; calibrated: 0
         * @param slope calibrated: 1
         */
        static Scored of(double middle, double spread, double intercept, double slope) {
            double[] logOdds = IntStream.range(0, SCORES)
                    .mapToDouble(i -> middle + spread * Normal.quantile((i + .5) / SCORES))
                    .toArray();
            return new Scored(
                    DoubleStream.of(logOdds).map(Scored::share).toArray(),
                    DoubleStream.of(logOdds)
                            .map(x -> share(intercept + slope * x))
                            .toArray());
        }

        private static double share(double logOdds) {
            return 1 / (1 + Math.exp(-logOdds));
        }

        Map<Measure, Double> losses() {
            RowCounts rows = new RowCounts();
            for (int i = 0; i < SCORES; i++) {
                rows.add(0, 0, scores[i], 1 - chances[i]);
                rows.add(1, 0, scores[i], chances[i]);
            }
            Map<Measure, Double> truths = new EnumMap<>(Measure.class);
            estimates(rows).forEach((measure, figure) -> truths.put(measure, figure.value()));
            return truths;
        }

        Map<Measure, Estimate> losses(int size, SplittableRandom random) {
            RowCounts rows = new RowCounts();
            for (int row = 0; row < size; row++) {
                int i = random.nextInt(SCORES);
                rows.add(random.nextDouble() < chances[i] ? 1 : 0, 0, scores[i], 1);
            }
            return estimates(rows);
        }

        private static Map<Measure, Estimate> estimates(RowCounts rows) {
            ScoreLosses losses = new ScoreLosses(rows.tally().histogram(), 1);
            return Map.of(
                    Measure.MEAN_SCORE, losses.meanScore(),
                    Measure.BRIER_SCORE, losses.brierScore(),
                    Measure.LOG_LOSS, losses.logLoss(),
                    Measure.CALIBRATION_IN_THE_LARGE, losses.calibrationInTheLarge());
        }
    }

    /**
     * Of half positives, a fifth and a twentieth; calibrated, too sure and too low. Of groups that are judged, with 30 of both outcomes, coverage is 95 ± 1 %
     * (of the Brier score 96.1 at most); six positives of 30 rows, and five of 100, say too little of how much their losses vary.
     */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 1, 30, .94, .9625",
        "0, 2, .3, .5, 60, .94, .9625",
        "-1.6, 1, 0, 1, 30, .94, .98",
        "-1.6, 1, 0, 1, 150, .94, .9625",
        "-3.4, 1, 0, 1, 100, .94, .98",
        "-3.4, 1, 0, 1, 600, .94, .9625",
        "-3, 1.5, -1, .6, 600, .94, .9625",
        "-5, 1.5, 1, 1, 700, .94, .9625"
    })
    void lossesOfScores(
            double middle, double spread, double intercept, double slope, int size, double atLeast, double atMost) {
        Scored people = Scored.of(middle, spread, intercept, slope);

        Map<Measure, Double> covered = new Draws(
                        "scores %s, %s, labels %s, %s, %d rows".formatted(middle, spread, intercept, slope, size),
                        DRAWS)
                .covered(people.losses(), random -> people.losses(size, random));

        covered.forEach((measure, share) -> assertThat(share).as(measure.id()).isBetween(atLeast, atMost));
    }

    /** Two groups of 60 and 100, of whom one is scored too surely. */
    @Test
    void differencesAndRatiosOfLosses() {
        Scored one = Scored.of(0, 1, 0, 1);
        Scored other = Scored.of(.5, 2, 0, .5);
        Map<String, Double> truths = new TreeMap<>();
        for (Measure measure : List.of(Measure.BRIER_SCORE, Measure.LOG_LOSS)) {
            double ofOne = one.losses().get(measure);
            double ofOther = other.losses().get(measure);
            truths.put(measure + ", difference", ofOne - ofOther);
            truths.put(measure + ", ratio", ofOne / ofOther);
        }

        Map<String, Double> held = new Draws("two groups", DRAWS).held(truths, random -> {
            Map<Measure, Estimate> ofOne = one.losses(60, random);
            Map<Measure, Estimate> ofOther = other.losses(100, random);
            Map<String, Interval> intervals = new TreeMap<>();
            for (Measure measure : List.of(Measure.BRIER_SCORE, Measure.LOG_LOSS)) {
                Comparison pair = new Comparison(ofOne.get(measure), ofOther.get(measure));
                intervals.put(measure + ", difference", pair.difference(.95));
                intervals.put(measure + ", ratio", pair.ratio(.95));
            }
            return intervals;
        });

        held.forEach((what, share) -> assertThat(share).as(what).isBetween(.94, .96));
    }

    /** Label − prediction, of known moments. */
    private enum Residuals {
        NORMAL(Math.sqrt(2 / Math.PI), 1, 0, .5, SplittableRandom::nextGaussian),
        UNIFORM(.5, Math.sqrt(1 / 3.0), 0, .5, random -> 2 * random.nextDouble() - 1),
        LAPLACE(1, Math.sqrt(2), 0, .5, random -> random.nextBoolean() ? exponential(random) : -exponential(random)),
        /** Skewed, and predictions are right on average. */
        SKEWED(2 / Math.E, 1, 0, 1 - 1 / Math.E, random -> exponential(random) - 1),
        /** Skewed, and all predictions are too low: none covers its label. */
        TOO_LOW(1, Math.sqrt(2), 1, 0, Residuals::exponential);

        private final Map<Measure, Double> truths;
        private final ToDoubleFunction<SplittableRandom> draw;

        Residuals(double mae, double rmse, double mean, double covered, ToDoubleFunction<SplittableRandom> draw) {
            this.truths = Map.of(
                    Measure.MAE, mae,
                    Measure.RMSE, rmse,
                    Measure.MEAN_RESIDUAL, mean,
                    Measure.QUANTILE_COVERAGE, covered,
                    Measure.MEAN_PREDICTION, MEAN_PREDICTION,
                    Measure.MEAN_LABEL, MEAN_PREDICTION + mean);
            this.draw = draw;
        }

        private static double exponential(SplittableRandom random) {
            return -Math.log(1 - random.nextDouble());
        }

        Map<Measure, Double> covered(int size) {
            return new Draws("%s residuals, %d rows".formatted(this, size), DRAWS).covered(truths, random -> {
                NumberCounts counts = new NumberCounts();
                for (int row = 0; row < size; row++) {
                    double prediction = Math.exp(SPREAD_OF_PREDICTIONS * random.nextGaussian());
                    counts.add(prediction + draw.applyAsDouble(random), prediction);
                }
                Map<String, Estimate> found = new RegressionMeasures().of(counts.tally());
                Map<Measure, Estimate> figures = new EnumMap<>(Measure.class);
                truths.keySet().forEach(measure -> figures.put(measure, found.get(measure.id())));
                return figures;
            });
        }
    }

    /**
     * Shares of 30 and 100 rows have few values, and coverage that goes up and down with them. Of skewed residuals the largest count most, and few rows have
     * none of them; of a root mean square the more so. No interval of few rows can know what none of them shows (Bahadur
     * and Savage 1956).
     */
    @ParameterizedTest
    @CsvSource({
        "NORMAL, 30, .94, .96, .94",
        "NORMAL, 100, .94, .96, .94",
        "UNIFORM, 30, .94, .965, .94",
        "LAPLACE, 30, .935, .96, .935",
        "LAPLACE, 100, .94, .96, .94",
        "TOO_LOW, 30, .935, .96, .94",
        "TOO_LOW, 100, .94, .96, .94",
        "SKEWED, 30, .90, .96, .875",
        "SKEWED, 100, .94, .96, .925",
        "SKEWED, 300, .94, .96, .935"
    })
    void errorsOfQuantities(Residuals residuals, int size, double atLeast, double atMost, double rmseAtLeast) {
        Map<Measure, Double> covered = residuals.covered(size);

        covered.forEach((measure, share) -> {
            switch (measure) {
                case RMSE -> assertThat(share).as("rmse").isBetween(rmseAtLeast, atMost + .002);
                case QUANTILE_COVERAGE -> assertThat(share)
                        .as("quantile_coverage")
                        .isBetween(.935, 1.);
                default -> assertThat(share).as(measure.id()).isBetween(atLeast, atMost);
            }
        });
    }
}
