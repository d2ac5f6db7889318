package io.lepton.training.compression;

import io.lepton.inference.FeatureRows;
import io.lepton.inference.ScoringModel;
import io.lepton.training.TaskType;
import io.lepton.training.metrics.RankCurve;
import java.util.Arrays;

/**
 * Rows that no model learned from, in memory, to measure models on.
 *
 * @param features one row after the other; NaN is missing
 * @param labels class numbers, or quantities
 * @param weights of the rows
 */
public record HeldOutRows(TaskType task, float[] features, double[] labels, double[] weights) {

    int rows() {
        return labels.length;
    }

    /** Every second row from the first or the second one on. */
    HeldOutRows half(int first) {
        int width = features.length / Math.max(1, rows());
        int count = (rows() - first + 1) / 2;
        float[] halfFeatures = new float[count * width];
        double[] halfLabels = new double[count];
        double[] halfWeights = new double[count];
        for (int i = 0; i < count; i++) {
            int row = first + 2 * i;
            System.arraycopy(features, row * width, halfFeatures, i * width, width);
            halfLabels[i] = labels[row];
            halfWeights[i] = weights[row];
        }
        return new HeldOutRows(task, halfFeatures, halfLabels, halfWeights);
    }

    /** All predictions, those of a row beside each other. */
    double[] predictions(ScoringModel model) {
        return new FeatureRows(features, features.length / Math.max(1, rows())).outputs(model);
    }

    /**
     * How good a model is: the area under its ROC curve; for several classes the mean over them, one against the rest; for quantities the share of
     * the variance that it explains (R²). The greater the better, 1 is the best.
     */
    double quality(ScoringModel model) {
        double[] predictions = predictions(model);
        return switch (task) {
            case BINARY -> auc(predictions, 2, 1);
            case MULTICLASS -> {
                int classes = model.outputs();
                double sum = 0;
                int measured = 0;
                for (int k = 0; k < classes; k++) {
                    double auc = auc(predictions, classes, k);
                    sum += Double.isNaN(auc) ? 0 : auc;
                    measured += Double.isNaN(auc) ? 0 : 1;
                }
                yield sum / measured;
            }
            case REGRESSION -> explained(predictions);
        };
    }

    private double auc(double[] predictions, int outputs, int output) {
        double[] scores = new double[rows()];
        double[] positive = new double[rows()];
        double[] negative = new double[rows()];
        for (int row = 0; row < rows(); row++) {
            scores[row] = predictions[row * outputs + output];
            positive[row] = labels[row] == output ? weights[row] : 0;
            negative[row] = labels[row] == output ? 0 : weights[row];
        }
        boolean both =
                Arrays.stream(positive).sum() > 0 && Arrays.stream(negative).sum() > 0;
        return both ? RankCurve.of(scores, positive, negative).auc() : Double.NaN;
    }

    private double explained(double[] predictions) {
        double weight = 0;
        double mean = 0;
        for (int row = 0; row < rows(); row++) {
            weight += weights[row];
            mean += weights[row] * labels[row];
        }
        mean /= weight;
        double error = 0;
        double variance = 0;
        for (int row = 0; row < rows(); row++) {
            error += weights[row] * Math.pow(labels[row] - predictions[row], 2);
            variance += weights[row] * Math.pow(labels[row] - mean, 2);
        }
        return variance == 0 ? Double.NaN : 1 - error / variance;
    }
}
