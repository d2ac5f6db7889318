package io.lepton.fairness.resampling;

import java.util.Arrays;

/**
 * Each cell has a Poisson number of rows, whatever others have: the sum of the numbers by which a bootstrap takes each row, of Poisson's distribution of
 * mean 1 (Chamandy, Muralidharan, Najmi and Naidu 2012), is such a number.
 */
public record PoissonCells(double rowsPerWeight) implements Resampling {
    @Override
    public Samples of(double[] expected) {
        Poisson[] cells = Arrays.stream(expected)
                .mapToObj(weight -> new Poisson(weight * rowsPerWeight))
                .toArray(Poisson[]::new);
        return (random, into) -> {
            for (int cell = 0; cell < cells.length; cell++) {
                into[cell] = cells[cell].draw(random) / rowsPerWeight;
            }
        };
    }
}
