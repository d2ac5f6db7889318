package io.lepton.training.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * What was predicted of a class and what came of it; element i of each array belongs to row i.
 *
 * @param probabilities predicted, 0 to 1
 * @param happened 1 where the row is of the class, else 0
 * @param weights of the rows, above 0
 */
record Outcomes(double[] probabilities, double[] happened, double[] weights) {
    /**
     * Half of one row's share: no prediction is taken for more certain than these rows could show. Else a model that says 0 and 1, and is
     * wrong now and then, would bend a whole curve.
     */
    double smallest() {
        return 0.5 / probabilities.length;
    }

    /** Weight of the rows that are of the class, or else of those that are not. */
    double weight(boolean ofTheClass) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += (happened[i] == 1) == ofTheClass ? weights[i] : 0;
        }
        return sum;
    }

    /**
     * Rows as a logistic regression takes them: weight, target, inputs.
     *
     * @param yes target of rows of the class
     * @param no target of the others
     * @param inputs of a probability
     */
    List<double[]> regression(double yes, double no, DoubleFunction<double[]> inputs) {
        List<double[]> rows = new ArrayList<>(probabilities.length);
        for (int i = 0; i < probabilities.length; i++) {
            double[] of = inputs.apply(probabilities[i]);
            double[] row = new double[of.length + 2];
            row[0] = weights[i];
            row[1] = happened[i] == 1 ? yes : no;
            System.arraycopy(of, 0, row, 2, of.length);
            rows.add(row);
        }
        return rows;
    }
}
