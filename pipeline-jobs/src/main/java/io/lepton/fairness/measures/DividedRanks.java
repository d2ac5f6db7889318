package io.lepton.fairness.measures;

import io.lepton.fairness.estimate.Hypothesis;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Ranks of which a group has a part: what its mean exposure would be, and how samples would vary, were it nearer to the top or to the bottom. The odds that a rank
 * is the group's rise or fall evenly with the rank's normal score (van der Waerden 1952); samples vary as a linear rank statistic does (Chernoff and Savage
 * 1958).
 */
final class DividedRanks {
    /** Odds a standard deviation of the ranks, on the logarithm, at most: beyond, groups are apart. */
    private static final double STEEPEST = 12;

    private static final int STEPS = 12;
    /** Of a few at the top the skewness is that of rare samples, which says less of usual ones than Cornish and Fisher's expansion takes it for; by simulation. */
    private static final double MOST_SKEWNESS = 1.2;

    private static final int MOST_STEPS_OF_NEWTON = 40;

    private final double[] weights;
    private final double[] exposures;
    private final double[] scores;
    private final double all;
    private final double rowsPerWeight;

    /**
     * @param weights of cells of ranks, the top first
     * @param exposures of each cell's rows, relative to everybody's
     * @param rowsPerWeight rows that a weight of 1 tells as much as
     */
    DividedRanks(double[] weights, double[] exposures, double rowsPerWeight) {
        double[] scoresOfAll = TiltedRanks.normalScores(weights);
        int[] cells = IntStream.range(0, weights.length)
                .filter(cell -> weights[cell] > 0)
                .toArray();
        this.weights = IntStream.of(cells).mapToDouble(cell -> weights[cell]).toArray();
        this.exposures = IntStream.of(cells)
                .mapToDouble(cell -> exposures[cell] / weights[cell])
                .toArray();
        this.scores = IntStream.of(cells).mapToDouble(cell -> scoresOfAll[cell]).toArray();
        this.all = VectorNorm.sum(weights);
        this.rowsPerWeight = rowsPerWeight;
    }

    /**
     * From the bottom to the top, closer to each other where groups are alike.
     *
     * @param weight of the group
     */
    List<Hypothesis> hypotheses(double weight) {
        if (!(weight > 0) || weight >= all * (1 - 1e-12)) {
            return List.of(new Hypothesis(1, 1, 0, 0));
        }
        List<Hypothesis> hypotheses = new ArrayList<>();
        double level = Math.log(weight / (all - weight));
        for (int step = -STEPS; step <= STEPS; step++) {
            double slope = STEEPEST * Math.pow(step / (double) STEPS, 3);
            level = level(weight, slope, level);
            hypotheses.add(hypothesis(weight, slope, level));
        }
        return hypotheses;
    }

    private double chance(int cell, double slope, double level) {
        return 1 / (1 + Math.exp(-level - slope * scores[cell]));
    }

    /** The log-odds of the middle rank with which the group has its weight, by Newton's method between bounds. */
    private double level(double weight, double slope, double start) {
        double low = -1e3;
        double high = 1e3;
        double level = start;
        for (int i = 0; i < MOST_STEPS_OF_NEWTON; i++) {
            double excess = -weight;
            double rise = 0;
            for (int cell = 0; cell < weights.length; cell++) {
                double chance = chance(cell, slope, level);
                excess += weights[cell] * chance;
                rise += weights[cell] * chance * (1 - chance);
            }
            if (Math.abs(excess) < 1e-10 * weight) {
                break;
            }
            low = excess < 0 ? level : low;
            high = excess < 0 ? high : level;
            double next = level - excess / rise;
            level = next > low && next < high ? next : (low + high) / 2;
        }
        return level;
    }

    /** Ranks of a group depend on its own rows and on all others: moments are those of how much each moves the group's exposure. */
    private Hypothesis hypothesis(double weight, double slope, double level) {
        int cells = weights.length;
        double[] ofGroup = new double[cells];
        double[] ofOthers = new double[cells];
        double[] moves = new double[cells];
        double[] movesOfOthers = new double[cells];
        double mean = 0;
        double chanceBelow = 0;
        for (int cell = cells - 1; cell >= 0; cell--) {
            double chance = chance(cell, slope, level);
            mean += weights[cell] * chance * exposures[cell] / weight;
            ofGroup[cell] = weights[cell] * chance;
            ofOthers[cell] = weights[cell] - ofGroup[cell];
            if (cell + 1 < cells) {
                // A row above the step takes it from those that are there: the group's own lose as much as it gains.
                double step = exposures[cell] - exposures[cell + 1];
                double middle = (chance + chanceBelow) / 2;
                moves[cell] = moves[cell + 1] + step * (1 - middle);
                movesOfOthers[cell] = movesOfOthers[cell + 1] - step * middle;
            }
            chanceBelow = chance;
        }
        double squares = powers(ofGroup, moves, 2) + powers(ofOthers, movesOfOthers, 2);
        double cubes = powers(ofGroup, moves, 3) + powers(ofOthers, movesOfOthers, 3);
        double rows = all * rowsPerWeight;
        double deviation = Math.sqrt(squares / rowsPerWeight * rows / (rows - 1)) / weight;
        double skewness = squares > 0 ? cubes / Math.pow(squares, 1.5) / Math.sqrt(rowsPerWeight) : 0;
        double told = Math.max(-MOST_SKEWNESS, Math.min(MOST_SKEWNESS, skewness));
        return new Hypothesis(mean, mean, deviation, told);
    }

    /** The weighted sum of a power of the distances from the mean. */
    private static double powers(double[] weights, double[] values, int power) {
        double weight = 0;
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            weight += weights[i];
            sum += weights[i] * values[i];
        }
        double mean = sum / weight;
        double powers = 0;
        for (int i = 0; i < weights.length; i++) {
            double off = values[i] - mean;
            powers += weights[i] * off * off * (power == 3 ? off : 1);
        }
        return powers;
    }
}
