package io.lepton.training;

import io.lepton.training.metrics.Confusion;
import io.lepton.training.metrics.RankCurve;
import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Measures predictions that fit in memory; the same figures as {@link Evaluation}, without a Spark job. */
record LocalEvaluation(TaskType task) {

    /** @param predictions label, prediction, weight and, for classes, probability */
    Quality of(List<Row> predictions) {
        return task.classifies() ? classes(predictions) : numbers(predictions);
    }

    private Quality classes(List<Row> predictions) {
        List<Row> cells = predictions.stream().map(this::cell).toList();
        Confusion confusion = Confusion.of(cells);
        return new Quality(Evaluation.metricsOf(confusion, task, positiveClass -> curve(predictions, positiveClass)));
    }

    private Row cell(Row prediction) {
        if (prediction.isNullAt(0)) {
            return prediction;
        }
        int label = (int) prediction.getDouble(0);
        double weight = prediction.getDouble(2);
        Vector probability = prediction.getAs(3);
        return RowFactory.create(
                prediction.get(0),
                prediction.get(1),
                weight,
                weight * Evaluation.logLoss(probability, label),
                weight * Evaluation.squaredError(probability, label, task));
    }

    private static RankCurve curve(List<Row> predictions, int positiveClass) {
        int rows = predictions.size();
        double[] scores = new double[rows];
        double[] positive = new double[rows];
        double[] negative = new double[rows];
        for (int i = 0; i < rows; i++) {
            Row row = predictions.get(i);
            scores[i] = Evaluation.at(row.getAs(3), positiveClass);
            (row.getDouble(0) == positiveClass ? positive : negative)[i] = row.getDouble(2);
        }
        return RankCurve.of(scores, positive, negative);
    }

    private static Quality numbers(List<Row> predictions) {
        double weight = 0;
        double sum = 0;
        double squaredErrors = 0;
        double absoluteErrors = 0;
        for (Row row : predictions) {
            double error = row.getDouble(0) - row.getDouble(1);
            weight += row.getDouble(2);
            sum += row.getDouble(2) * row.getDouble(0);
            squaredErrors += row.getDouble(2) * error * error;
            absoluteErrors += row.getDouble(2) * Math.abs(error);
        }
        double variation = 0;
        for (Row row : predictions) {
            double deviation = row.getDouble(0) - sum / weight;
            variation += row.getDouble(2) * deviation * deviation;
        }
        return Evaluation.ofNumbers(predictions.size(), weight, squaredErrors, absoluteErrors, variation);
    }
}
