package io.lepton.training;

import io.lepton.training.metrics.Confusion;
import io.lepton.training.metrics.RankCurve;

/** Measures predictions that fit in memory; the same figures as {@link Evaluation}, without a Spark job. */
record LocalEvaluation(TaskType task) {

    Quality of(Predictions predictions) {
        return task.classifies() ? classes(predictions) : numbers(predictions);
    }

    private Quality classes(Predictions predictions) {
        Confusion.Sums sums = new Confusion.Sums();
        double[] ofRow = new double[predictions.classes()];
        for (int row = 0; row < predictions.rows(); row++) {
            int label = (int) predictions.labels()[row];
            double weight = predictions.weights()[row];
            for (int k = 0; k < ofRow.length; k++) {
                ofRow[k] = predictions.probability(row, k);
            }
            sums.add(
                    predictions.labels()[row],
                    predictions.predictions()[row],
                    weight,
                    weight * Evaluation.logLoss(ofRow, label),
                    weight * Evaluation.squaredError(ofRow, label, task));
        }
        return new Quality(
                Evaluation.metricsOf(sums.confusion(), task, positiveClass -> curve(predictions, positiveClass)));
    }

    private static RankCurve curve(Predictions predictions, int positiveClass) {
        int rows = predictions.rows();
        double[] scores = new double[rows];
        double[] positive = new double[rows];
        double[] negative = new double[rows];
        for (int row = 0; row < rows; row++) {
            scores[row] = predictions.probability(row, positiveClass);
            (predictions.labels()[row] == positiveClass ? positive : negative)[row] =
                    predictions.weights()[row];
        }
        return RankCurve.of(scores, positive, negative);
    }

    private static Quality numbers(Predictions predictions) {
        double weight = 0;
        double sum = 0;
        double squaredErrors = 0;
        double absoluteErrors = 0;
        for (int row = 0; row < predictions.rows(); row++) {
            double label = predictions.labels()[row];
            double ofRow = predictions.weights()[row];
            double error = label - predictions.predictions()[row];
            weight += ofRow;
            sum += ofRow * label;
            squaredErrors += ofRow * error * error;
            absoluteErrors += ofRow * Math.abs(error);
        }
        double variation = 0;
        for (int row = 0; row < predictions.rows(); row++) {
            double deviation = predictions.labels()[row] - sum / weight;
            variation += predictions.weights()[row] * deviation * deviation;
        }
        return Evaluation.ofNumbers(predictions.rows(), weight, squaredErrors, absoluteErrors, variation);
    }
}
