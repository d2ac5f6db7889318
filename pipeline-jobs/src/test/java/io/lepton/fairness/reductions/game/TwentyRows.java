package io.lepton.fairness.reductions.game;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** The rows of Fairlearn's tests of reductions, and the learner that it fits to them: weighted least squares, above .5. */
public final class TwentyRows {
    private static final String GROUPS = "AAAAAAABBBBBBBCCCCCC";
    private static final String LABELS = "01101000010111001111";
    private static final String FIRST = "01101010111101001011";
    private static final String SECOND = "00001000000011111111";

    private final boolean flipped;

    /** @param flipped whether labels are the other way round */
    public TwentyRows(boolean flipped) {
        this.flipped = flipped;
    }

    public String group(int row) {
        return GROUPS.substring(row, row + 1);
    }

    public int label(int row) {
        int label = LABELS.charAt(row) - '0';
        return flipped ? 1 - label : label;
    }

    public double[] features(int row) {
        return new double[] {FIRST.charAt(row) - '0', SECOND.charAt(row) - '0', 1};
    }

    public int size() {
        return LABELS.length();
    }

    Cells cells() {
        Double[] shares = new Double[6];
        Arrays.fill(shares, 0.0);
        for (int row = 0; row < size(); row++) {
            shares[cell(row)] += 1.0 / size();
        }
        return new Cells(List.of("A", "B", "C"), 2, List.of(shares), size());
    }

    private int cell(int row) {
        return (GROUPS.charAt(row) - 'A') * 2 + label(row);
    }

    Hypothesis<RealVector> fit(double[] costs) {
        double[][] x = new double[size()][];
        double[] y = new double[size()];
        for (int row = 0; row < size(); row++) {
            double cost = costs[cell(row)];
            double root = Math.sqrt(Math.abs(cost));
            x[row] = Arrays.stream(features(row)).map(value -> value * root).toArray();
            y[row] = cost < 0 ? root : 0;
        }
        RealVector solution = new SingularValueDecomposition(new Array2DRowRealMatrix(x))
                .getSolver()
                .solve(new ArrayRealVector(y));
        double[] masses = new double[6];
        double errors = 0;
        for (int row = 0; row < size(); row++) {
            double selected = solution.dotProduct(new ArrayRealVector(features(row))) > 0.5 ? 1 : 0;
            masses[cell(row)] += selected / size();
            errors += Math.abs(selected - label(row)) / size();
        }
        return new Hypothesis<>(solution, masses, errors);
    }
}
