package io.lepton.fairness.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class CovariancePenaltyTest {
    private static final double SHARPNESS = 2.5;

    /** Random rows of a few groups. */
    private static final class Rows {
        final int groups;
        final float[] labels;
        final float[] weights;
        final float[][] margins;
        final double[] shares;
        final double total;

        Rows(int groups, long seed) {
            this.groups = groups;
            Random random = new Random(seed);
            int size = 10 + random.nextInt(60);
            labels = new float[size];
            weights = new float[size];
            margins = new float[size][1];
            shares = new double[groups];
            double sum = 0;
            for (int i = 0; i < size; i++) {
                labels[i] = 2 * (i < groups ? i : random.nextInt(groups)) + random.nextInt(2);
                weights[i] = 0.5f + random.nextFloat();
                margins[i][0] = (float) random.nextGaussian();
                shares[GroupedLabels.group(labels[i])] += weights[i];
                sum += weights[i];
            }
            total = sum;
            for (int g = 0; g < groups; g++) {
                shares[g] /= sum;
            }
        }

        CovariancePenalty penalty(double lambda, double rate) {
            return new CovariancePenalty(lambda, SHARPNESS, rate, shares, total, values -> values);
        }

        /** The objective by its definition, in doubles. */
        double objective(double lambda, double[] scores) {
            double loss = 0;
            for (int i = 0; i < labels.length; i++) {
                double sign = GroupedLabels.label(labels[i]) == 1 ? 1 : -1;
                loss += weights[i] * Math.log1p(Math.exp(-sign * scores[i]));
            }
            double squares = 0;
            for (int g = 0; g < groups; g++) {
                double covariance = 0;
                for (int i = 0; i < labels.length; i++) {
                    double of = GroupedLabels.group(labels[i]) == g ? 1 : 0;
                    covariance += weights[i] * (of - shares[g]) / (1 + Math.exp(-SHARPNESS * scores[i])) / total;
                }
                squares += covariance * covariance;
            }
            return loss + lambda * total * squares / 2;
        }

        double[] scores() {
            double[] scores = new double[margins.length];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = margins[i][0];
            }
            return scores;
        }
    }

    @Property(tries = 100)
    void theGradientIsThatOfFiniteDifferences(
            @ForAll @IntRange(min = 2, max = 4) int groups,
            @ForAll @DoubleRange(min = 0, max = 50) double lambda,
            @ForAll long seed) {
        Rows rows = new Rows(groups, seed);

        float[] gradient = rows.penalty(lambda, 0.3)
                .gradient(rows.margins, rows.labels, rows.weights)
                .get(0);

        double step = 1e-5;
        for (int i = 0; i < gradient.length; i++) {
            double[] more = rows.scores();
            double[] less = rows.scores();
            more[i] += step;
            less[i] -= step;
            double difference = (rows.objective(lambda, more) - rows.objective(lambda, less)) / (2 * step);
            assertThat((double) gradient[i]).isCloseTo(difference, within(1e-4 * (1 + lambda)));
        }
    }

    /** The objective bends in no direction more than the diagonal says, if the learning rate is 1. */
    @Property(tries = 100)
    void theSecondDerivativeBoundsTheObjectivesInEveryDirection(
            @ForAll @IntRange(min = 2, max = 4) int groups,
            @ForAll @DoubleRange(min = 0, max = 500) double lambda,
            @ForAll long seed) {
        Rows rows = new Rows(groups, seed);
        float[] second = rows.penalty(lambda, 1)
                .gradient(rows.margins, rows.labels, rows.weights)
                .get(1);
        Random random = new Random(seed + 1);
        // Half of the directions push all rows of a group the same way, which is where the penalty is steepest.
        boolean together = random.nextBoolean();
        double step = 1e-3;
        double[] more = rows.scores();
        double[] less = rows.scores();
        double bound = 0;
        for (int i = 0; i < second.length; i++) {
            double by = together ? GroupedLabels.group(rows.labels[i]) - 0.5 : random.nextGaussian();
            more[i] += step * by;
            less[i] -= step * by;
            bound += second[i] * by * by;
        }

        double bend = (rows.objective(lambda, more)
                        - 2 * rows.objective(lambda, rows.scores())
                        + rows.objective(lambda, less))
                / (step * step);

        assertThat(bend).isLessThanOrEqualTo(bound * (1 + 1e-4) + 1e-4);
    }

    /** What two workers compute of half of the rows each is what one computes of all. */
    @Property(tries = 50)
    void workersTogetherComputeWhatOneDoes(@ForAll @IntRange(min = 2, max = 4) int groups, @ForAll long seed) {
        Rows rows = new Rows(groups, seed);
        int half = rows.labels.length / 2;
        float[] total = new float[2 * groups];
        float[][] parts = new float[2][];
        for (int worker = 0; worker < 2; worker++) {
            int at = worker;
            new CovariancePenalty(1, SHARPNESS, .3, rows.shares, rows.total, values -> {
                        parts[at] = values.clone();
                        return values;
                    })
                    .gradient(
                            Arrays.copyOfRange(rows.margins, at * half, at == 0 ? half : rows.labels.length),
                            Arrays.copyOfRange(rows.labels, at * half, at == 0 ? half : rows.labels.length),
                            Arrays.copyOfRange(rows.weights, at * half, at == 0 ? half : rows.labels.length));
        }
        for (int g = 0; g < total.length; g++) {
            total[g] = parts[0][g] + parts[1][g];
        }

        CovariancePenalty second = new CovariancePenalty(1, SHARPNESS, .3, rows.shares, rows.total, values -> total);
        float[] ofHalf = second.gradient(
                        Arrays.copyOfRange(rows.margins, half, rows.labels.length),
                        Arrays.copyOfRange(rows.labels, half, rows.labels.length),
                        Arrays.copyOfRange(rows.weights, half, rows.labels.length))
                .get(0);

        float[] ofAll = rows.penalty(1, .3)
                .gradient(rows.margins, rows.labels, rows.weights)
                .get(0);
        assertThat(ofHalf).containsExactly(Arrays.copyOfRange(ofAll, half, ofAll.length), within(1e-5f));
    }

    /** Golden, by hand: two groups of two rows, probabilities ¾ and ½; the covariance is 1/16, and so a decision costs λ / 16. */
    @Test
    void givesTheFiguresOfAnExampleByHand() {
        CovariancePenalty penalty = new CovariancePenalty(16, 1, .5, new double[] {.5, .5}, 4, values -> values);
        float logOdds = (float) Math.log(3);
        float[][] margins = {{logOdds}, {logOdds}, {0}, {0}};
        float[] labels = {0, 1, 2, 3};

        List<float[]> derivatives = penalty.gradient(margins, labels, new float[0]);

        // p - y + λ C p (1 - p)
        assertThat(derivatives.get(0)).containsExactly(new float[] {.9375f, -.0625f, .25f, -.75f}, within(1e-5f));
        // p (1 - p) (1 + η (λ Σ_h ½ · ½ · (3/32 + 1/8) + |λ C (1 - 2 p)|))
        assertThat(derivatives.get(1))
                .containsExactly(new float[] {.3984375f, .3984375f, .46875f, .46875f}, within(1e-5f));
    }
}
