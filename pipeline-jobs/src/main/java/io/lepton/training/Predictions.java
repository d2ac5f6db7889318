package io.lepton.training;

import java.util.List;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/**
 * Predictions in memory beside what came true; element i of an array belongs to row i.
 *
 * @param labels class numbers, or quantities; NaN where none is known
 * @param predictions likewise
 * @param weights how much a row counts
 * @param probabilities of each class, those of a row beside each other; none for quantities
 * @param classes that have a probability; 0 for quantities
 */
public record Predictions(
        double[] labels, double[] predictions, double[] weights, double[] probabilities, int classes) {

    /**
     * What a model said of rows.
     *
     * @param outputs of the model: probabilities of each class, of which the first that is largest is predicted, or a quantity
     */
    public static Predictions of(TaskType task, double[] labels, double[] weights, double[] outputs) {
        if (!task.classifies()) {
            return new Predictions(labels, outputs, weights, new double[0], 0);
        }
        int classes = labels.length == 0 ? 0 : outputs.length / labels.length;
        double[] predictions = new double[labels.length];
        for (int row = 0; row < labels.length; row++) {
            int likeliest = 0;
            for (int k = 1; k < classes; k++) {
                likeliest = outputs[row * classes + k] > outputs[row * classes + likeliest] ? k : likeliest;
            }
            predictions[row] = likeliest;
        }
        return new Predictions(labels, predictions, weights, outputs, classes);
    }

    /** @param rows as {@link Evaluation#measured} selects them; a class that a row has no probability of has 0 */
    static Predictions of(List<Row> rows, TaskType task) {
        int size = rows.size();
        double[] labels = new double[size];
        double[] predictions = new double[size];
        double[] weights = new double[size];
        int classes = task.classifies()
                ? rows.stream()
                        .mapToInt(row -> row.<Vector>getAs(3).size())
                        .max()
                        .orElse(0)
                : 0;
        double[] probabilities = new double[size * classes];
        for (int i = 0; i < size; i++) {
            Row row = rows.get(i);
            labels[i] = row.isNullAt(0) ? Double.NaN : row.getDouble(0);
            predictions[i] = row.getDouble(1);
            weights[i] = row.getDouble(2);
            if (classes > 0) {
                double[] ofRow = row.<Vector>getAs(3).toArray();
                System.arraycopy(ofRow, 0, probabilities, i * classes, ofRow.length);
            }
        }
        return new Predictions(labels, predictions, weights, probabilities, classes);
    }

    public int rows() {
        return labels.length;
    }

    /** The probability of a class; 0 for one that there is none of. */
    public double probability(int row, int ofClass) {
        return ofClass >= 0 && ofClass < classes ? probabilities[row * classes + ofClass] : 0;
    }
}
