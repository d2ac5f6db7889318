package io.lepton.training.neural;

import java.io.Serializable;
import java.util.Arrays;

/** How much the rows of a class count. */
public enum ClassWeights {
    /** As much as their weights say. */
    NONE,
    /** Every class as much as every other (scikit-learn's {@code balanced}): n / (k × n of the class). */
    BALANCED;

    /** @param totals sum of weights of each class's rows; empty for numbers */
    Factors factors(double[] totals) {
        if (this == NONE) {
            return new Factors(new double[0]);
        }
        double sum = Arrays.stream(totals).sum();
        long present = Arrays.stream(totals).filter(total -> total > 0).count();
        return new Factors(Arrays.stream(totals)
                .map(total -> total == 0 ? 0 : sum / (present * total))
                .toArray());
    }

    /** @param ofClass what a row's weight is multiplied by; none: 1 */
    record Factors(double[] ofClass) implements Serializable {
        double of(double label) {
            return ofClass.length == 0 ? 1 : ofClass[(int) label];
        }
    }
}
