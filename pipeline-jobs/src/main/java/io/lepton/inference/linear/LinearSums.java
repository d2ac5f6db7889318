package io.lepton.inference.linear;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import java.io.Serial;
import java.util.Arrays;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.regression.LinearRegressionModel;

/** MLlib's linear models: weighted sums of features, one a class or one of all, and what makes them predictions; in double precision. */
public final class LinearSums implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    /** From sums to predictions. */
    private enum Shape {
        QUANTITY,
        LOGISTIC,
        SOFTMAX
    }

    private final int features;
    private final double[] intercepts;
    private final double[] weights;
    private final Shape shape;

    /** @param weights sum by sum */
    private LinearSums(int features, double[] intercepts, double[] weights, Shape shape) {
        this.features = features;
        this.intercepts = intercepts;
        this.weights = weights;
        this.shape = shape;
    }

    public static LinearSums of(LinearRegressionModel model) {
        return new LinearSums(
                model.numFeatures(),
                new double[] {model.intercept()},
                model.coefficients().toArray(),
                Shape.QUANTITY);
    }

    public static LinearSums of(LogisticRegressionModel model) {
        Matrix coefficients = model.coefficientMatrix();
        double[] weights = new double[coefficients.numRows() * coefficients.numCols()];
        for (int sum = 0; sum < coefficients.numRows(); sum++) {
            for (int feature = 0; feature < coefficients.numCols(); feature++) {
                weights[sum * coefficients.numCols() + feature] = coefficients.apply(sum, feature);
            }
        }
        return new LinearSums(
                model.numFeatures(),
                model.interceptVector().toArray(),
                weights,
                coefficients.numRows() == 1 ? Shape.LOGISTIC : Shape.SOFTMAX);
    }

    @Override
    public int features() {
        return features;
    }

    @Override
    public int outputs() {
        return shape == Shape.LOGISTIC ? 2 : intercepts.length;
    }

    @Override
    public Scorer scorer() {
        double[] sums = new double[intercepts.length * FeatureBlock.ROWS];
        return (block, predictions) -> {
            add(block, sums);
            switch (shape) {
                case QUANTITY -> System.arraycopy(sums, 0, predictions, 0, block.rows());
                case LOGISTIC -> logistic(sums, block.rows(), predictions);
                case SOFTMAX -> softmax(sums, block.rows(), predictions);
            }
        };
    }

    /** Feature by feature over all rows, in the order in which MLlib adds. */
    private void add(FeatureBlock block, double[] sums) {
        double[] values = block.values();
        for (int sum = 0; sum < intercepts.length; sum++) {
            int to = sum * FeatureBlock.ROWS;
            Arrays.fill(sums, to, to + block.rows(), 0);
            for (int feature = 0; feature < features; feature++) {
                double weight = weights[sum * features + feature];
                int from = feature * FeatureBlock.ROWS;
                for (int row = 0; weight != 0 && row < block.rows(); row++) {
                    sums[to + row] += weight * values[from + row];
                }
            }
            for (int row = 0; row < block.rows(); row++) {
                sums[to + row] += intercepts[sum];
            }
        }
    }

    private static void logistic(double[] sums, int rows, double[] predictions) {
        for (int row = 0; row < rows; row++) {
            double negative = 1 / (1 + Math.exp(sums[row]));
            predictions[2 * row] = negative;
            predictions[2 * row + 1] = 1 - negative;
        }
    }

    private void softmax(double[] sums, int rows, double[] predictions) {
        int classes = intercepts.length;
        for (int row = 0; row < rows; row++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < classes; k++) {
                largest = Math.max(largest, sums[k * FeatureBlock.ROWS + row]);
            }
            double total = 0;
            for (int k = 0; k < classes; k++) {
                double share = Math.exp(sums[k * FeatureBlock.ROWS + row] - largest);
                predictions[row * classes + k] = share;
                total += share;
            }
            for (int k = 0; k < classes; k++) {
                predictions[row * classes + k] /= total;
            }
        }
    }
}
