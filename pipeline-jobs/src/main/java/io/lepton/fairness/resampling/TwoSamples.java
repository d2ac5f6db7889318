package io.lepton.fairness.resampling;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Two groups, each of as many rows as it has; the first half of the cells is one's, the second the other's, both in rows. Groups that are alike are drawn by giving the
 * rows of both to them anew (a permutation test, which holds whatever both are together; Fisher 1935).
 */
public record TwoSamples() implements Resampling {
    /** Of a 95 % interval. */
    private static final double UPPER_END = .975;
    /** Of fewer nothing is known: they are taken for so many. */
    private static final double FEWEST = 3;

    @Override
    public Samples of(double[] expected) {
        int size = expected.length / 2;
        Multinomial first = multinomial(Arrays.copyOf(expected, size));
        Multinomial second = multinomial(Arrays.copyOfRange(expected, size, 2 * size));
        return (random, into) -> {
            first.draw(random, into, 0);
            second.draw(random, into, size);
        };
    }

    private static Multinomial multinomial(double... expected) {
        return new Multinomial(Math.max(1, Math.round(sum(expected))), expected);
    }

    /** Of n rows' variance a part of 1 ÷ n is missing; and Student's quantile (1908) in place of the normal one, as of a 95 % interval. */
    @Override
    public double widening(double[] expected) {
        int size = expected.length / 2;
        double fewer = Math.min(sum(Arrays.copyOf(expected, size)), sum(Arrays.copyOfRange(expected, size, 2 * size)));
        if (fewer > Multinomial.MOST_EXACT) {
            return 1;
        }
        double rows = Math.max(FEWEST, fewer);
        double student = new TDistribution(null, rows - 1).inverseCumulativeProbability(UPPER_END);
        double normal = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(UPPER_END);
        return student / normal * Math.sqrt(rows / (rows - 1));
    }

    @Override
    public Samples ofNone(double[] expected) {
        // Of many rows it is known well enough what both groups are together.
        return sum(expected) <= Multinomial.MOST_EXACT ? permuted(expected) : of(expected);
    }

    private static double sum(double... rows) {
        return Arrays.stream(rows).sum();
    }

    private static Samples permuted(double... expected) {
        int size = expected.length / 2;
        double[] both = new double[size];
        for (int i = 0; i < size; i++) {
            both[i] = expected[i] + expected[size + i];
        }
        int[] cellOfRow = cellsOfRows(CumulativeShares.rounded(both));
        int rowsOfFirst = (int) Math.round(sum(Arrays.copyOf(expected, size)));
        return (random, into) -> {
            shuffle(cellOfRow, rowsOfFirst, random);
            Arrays.fill(into, 0);
            for (int row = 0; row < cellOfRow.length; row++) {
                into[row < rowsOfFirst ? cellOfRow[row] : size + cellOfRow[row]]++;
            }
        };
    }

    private static int[] cellsOfRows(long... rows) {
        int[] cells = new int[(int) Arrays.stream(rows).sum()];
        int at = 0;
        for (int cell = 0; cell < rows.length; cell++) {
            Arrays.fill(cells, at, at + (int) rows[cell], cell);
            at += (int) rows[cell];
        }
        return cells;
    }

    /** So far that any rows may be the first ones. */
    private static void shuffle(int[] rows, int first, SplittableRandom random) {
        for (int i = 0; i < Math.min(first, rows.length - 1); i++) {
            int other = random.nextInt(i, rows.length);
            int row = rows[i];
            rows[i] = rows[other];
            rows[other] = row;
        }
    }
}
