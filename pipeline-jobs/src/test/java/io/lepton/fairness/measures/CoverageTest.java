package io.lepton.fairness.measures;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.counting.NumberCounts;
import io.lepton.fairness.counting.RowCounts;
import io.lepton.fairness.counting.ScoreHistogram;
import io.lepton.fairness.estimate.Estimate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How often a 95 % interval that a formula gives holds the truth. */
class CoverageTest {
    private static final int DRAWS = 10_000;

    /**
     * Scores of positives and negatives are normal, a shift apart. Truth: ∫ of precision over recall, by the midpoint rule on 100,000 points. Few rows
     * rank higher than many on average, by up to 7 points: that is why some intervals lie above the truth. With 15 positives or fewer they are wide.
     */
    @ParameterizedTest
    @CsvSource({
        ".5, 1, .75300, 30, .97",
        ".5, 1, .75300, 60, .96",
        ".5, 1, .75300, 300, .96",
        ".5, 0, .5, 60, .96",
        ".5, 2.5, .96212, 100, .965",
        ".2, 1, .46205, 60, .965",
        ".2, 1, .46205, 300, .96",
        ".2, 2.5, .88786, 300, .96",
        ".05, 1, .17330, 1000, .96"
    })
    void averagePrecision(double positives, double shift, double truth, int size, double atMost) {
        double covered = draws("average precision", positives, shift, size).covered(truth, random -> {
            RowCounts counts = new RowCounts();
            for (int i = 0; i < size; i++) {
                int label = random.nextDouble() < positives ? 1 : 0;
                counts.add(label, 0, 1 / (1 + Math.exp(-label * shift - random.nextGaussian())), 1);
            }
            return new RankingQuality(counts.tally().histogram(), 1)
                    .averagePrecision()
                    .figure();
        });

        assertThat(covered).isBetween(.935, atMost);
    }

    /** Labels are slope × x + noise + an offset that the prediction, slope × x, lacks. */
    @ParameterizedTest
    @CsvSource({"1, 0, 30", ".3, .5, 30", "3, .5, 30", "1, 0, 100", "1, .5, 300", ".3, .5, 300"})
    void explainedVariance(double slope, double offset, int size) {
        double truth = 1 - (1 + offset * offset) / (slope * slope + 1);

        double covered = draws("R²", slope, offset, size).covered(truth, random -> {
            NumberCounts counts = new NumberCounts();
            for (int i = 0; i < size; i++) {
                double x = random.nextGaussian();
                counts.add(slope * x + random.nextGaussian() + offset, slope * x);
            }
            return new RegressionMeasures().of(counts.tally()).get("r2");
        });

        assertThat(covered).isBetween(.94, .96);
    }

    /** Three classes, of which one has a tenth of the rows. */
    @ParameterizedTest
    @CsvSource({"recall, 100", "precision, 100", "false_positive_rate, 100", "f1, 100", "f1, 300", "recall, 300"})
    void macroMeans(String name, int size) {
        assertThat(coverageOfClasses(name, size, .5, .04, .02, .05, .2, .04, .02, .03, .1))
                .isBetween(.935, .965);
    }

    /** One class of three has 7 or 5 of a hundred rows. */
    @ParameterizedTest
    @CsvSource({
        "50, .6, .03, .02, .04, .2, .04, .02, .01, .04",
        "100, .6, .03, .02, .04, .2, .04, .02, .01, .04",
        "100, .84, .02, .01, .02, .05, .01, .02, .01, .02"
    })
    void macroF1OfARareClass(
            int size, double a, double b, double c, double d, double e, double f, double g, double h, double i) {
        assertThat(coverageOfClasses("f1", size, a, b, c, d, e, f, g, h, i)).isBetween(.935, .97);
    }

    private static double coverageOfClasses(String name, int size, double... shares) {
        ClassMeasures measures = new ClassMeasures(new TreeSet<>(List.of(0, 1, 2)), new GroupTally());
        double truth = measures.of(classes(shares)).get(name).value();
        return draws("macro " + name, size).covered(truth, random -> measures.of(people(shares, size, random))
                .get(name));
    }

    /**
     * Labels follow the probabilities of three classes, of which the first has an eighth of the rows. Truth: of 400,000 rows. The mean's correlations are
     * those of all rows, or, of 1,500, of a sample of them.
     */
    @ParameterizedTest
    @CsvSource({"60", "100", "300", "1500"})
    void probabilitiesOfClasses(int size) {
        Map<String, Estimate> truth = ofProbabilities(400_000, new SplittableRandom(1));
        Map<String, Double> truths = Stream.of(
                        "auc",
                        "auc_of_0",
                        "auc_of_2",
                        "average_precision",
                        "average_precision_of_2",
                        "brier_score",
                        "brier_score_of_1",
                        "log_loss")
                .collect(Collectors.toMap(name -> name, name -> truth.get(name).value()));

        Map<String, Double> covered = new Draws("probabilities of classes [" + size + "]", 2_000)
                .covered(truths, random -> ofProbabilities(size, random));

        covered.forEach((name, share) -> assertThat(share).as(name).isBetween(.93, .972));
    }

    private static Map<String, Estimate> ofProbabilities(int size, SplittableRandom random) {
        RowCounts rows = new RowCounts();
        double[] probabilities = new double[3];
        for (int i = 0; i < size; i++) {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
                probabilities[k] = Math.exp(random.nextGaussian() + (k == 0 ? -1 : 0));
                sum += probabilities[k];
            }
            for (int k = 0; k < 3; k++) {
                probabilities[k] /= sum;
            }
            double drawn = random.nextDouble();
            int label = drawn < probabilities[0] ? 0 : drawn < probabilities[0] + probabilities[1] ? 1 : 2;
            rows.addClasses(label, 0, probabilities[0], 1);
            rows.addProbabilities(label, probabilities);
        }
        Map<String, Estimate> figures = new LinkedHashMap<>();
        GroupTally tally = rows.tally();
        Map<Integer, ScoreHistogram> scores =
                Stream.of(0, 1, 2).collect(Collectors.toMap(each -> each, tally.classScores()::of));
        new OneAgainstTheOthers(scores, tally).addTo(figures);
        return figures;
    }

    private static Draws draws(String what, double... settings) {
        return new Draws(what + " " + Arrays.toString(settings), DRAWS);
    }

    private static GroupTally classes(double[] shares) {
        RowCounts rows = new RowCounts();
        for (int i = 0; i < shares.length; i++) {
            rows.addClasses(i / 3, i % 3, Double.NaN, shares[i]);
        }
        return rows.tally();
    }

    private static GroupTally people(double[] shares, int size, SplittableRandom random) {
        RowCounts rows = new RowCounts();
        double[] counts = Draws.counts(shares, size, random);
        for (int i = 0; i < counts.length; i++) {
            for (int row = 0; row < counts[i]; row++) {
                rows.addClasses(i / 3, i % 3, Double.NaN, 1);
            }
        }
        return rows.tally();
    }

    /** Counts are whole: of 30 rows that err in 2 % of cases no interval holds in exactly 95 %; those that are wider are the safe side. */
    @ParameterizedTest
    @CsvSource({
        ".02, .5, 30",
        ".05, .5, 30",
        ".05, .9, 30",
        ".1, .2, 30",
        ".4, .5, 30",
        ".05, .2, 100",
        ".05, .5, 300",
        ".4, .5, 300"
    })
    void entropies(double errors, double wronglySelected, int size) {
        double[] shares = {errors * (1 - wronglySelected), 1 - errors, errors * wronglySelected};
        Map<Measure, Double> truths = Map.of(
                Measure.GENERALIZED_ENTROPY_INDEX, Benefits.generalizedEntropy(shares),
                Measure.THEIL_INDEX, Benefits.theil(shares));

        Map<Measure, Double> covered = draws("entropies", errors, wronglySelected, size)
                .covered(truths, random -> {
                    double[] counts = Draws.counts(shares, size, random);
                    return BinaryMeasures.inequality(counts[0], counts[1], counts[2], 1);
                });

        covered.forEach(
                (measure, share) -> assertThat(share).as(measure.id()).isBetween(.93, size * errors < 5 ? .985 : .97));
    }

    /**
     * Two groups, one of which has a share of the rows; each is selected at a rate of its own. Groups of the same size differ by 0 whatever their rates, and
     * hardly vary; of few selected rows the interval is wide.
     */
    @ParameterizedTest
    @CsvSource({
        ".3, .5, .5, 30, .97",
        ".3, .5, .5, 100, .96",
        ".3, .3, .5, 300, .96",
        ".1, .2, .3, 60, .975",
        ".1, .2, .3, 300, .96",
        ".2, .3, .7, 30, .96",
        ".2, .3, .7, 300, .96",
        ".5, .3, .5, 60, 1"
    })
    void conditionalDemographicDisparity(double share, double rate, double otherRate, int size, double atMost) {
        double[] shares = {share * (1 - rate), share * rate, (1 - share) * (1 - otherRate), (1 - share) * otherRate};
        double truth = new ConditionalDisparity(shares, 1).estimate().value();

        double covered = draws("conditional demographic disparity", share, rate, otherRate, size)
                .covered(truth, random -> new ConditionalDisparity(Draws.counts(shares, size, random), 1).estimate());

        assertThat(covered).isBetween(.935, atMost);
    }
}
