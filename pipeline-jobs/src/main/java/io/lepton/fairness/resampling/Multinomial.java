package io.lepton.fairness.resampling;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How many of a number of rows fall into each cell. Each cell's number is drawn as Poisson's, then rows are added, or taken away, until there are as
 * many as there should be: whichever they are, the rest is distributed as if they had been drawn one by one. Of very many rows their number is left as it
 * is drawn: that it varies makes next to no difference to shares.
 */
final class Multinomial {
    /** More rows are not brought to their number. */
    static final int MOST_EXACT = 4096;

    private final long rows;
    private final double[] cumulative;
    /** None where rows are drawn one by one. */
    private final Poisson[] cells;

    /**
     * @param rows how many
     * @param weights of the cells, some positive
     */
    Multinomial(long rows, double... weights) {
        this.rows = rows;
        this.cumulative = CumulativeShares.of(weights);
        double sum = Arrays.stream(weights).sum();
        this.cells = rows <= weights.length
                ? new Poisson[0]
                : Arrays.stream(weights)
                        .mapToObj(weight -> new Poisson(rows * weight / sum))
                        .toArray(Poisson[]::new);
    }

    /** Writes the numbers of rows from a place on. */
    void draw(SplittableRandom random, double[] into, int from) {
        double drawn = 0;
        for (int i = 0; i < cumulative.length; i++) {
            into[from + i] = cells.length == 0 ? 0 : cells[i].draw(random);
            drawn += into[from + i];
        }
        if (rows > MOST_EXACT) {
            return;
        }
        for (; drawn < rows; drawn++) {
            into[from + CumulativeShares.place(cumulative, random.nextDouble())]++;
        }
        for (; drawn > rows; drawn--) {
            into[from + placeOfRow((long) (random.nextDouble() * drawn), into, from)]--;
        }
    }

    private static int placeOfRow(long row, double[] counts, int from) {
        int at = 0;
        for (double before = counts[from]; before <= row; before += counts[from + at]) {
            at++;
        }
        return at;
    }
}
