package io.lepton.training.metrics;

import io.lepton.error.LeptonException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Row;

/** The weighted confusion matrix with the sums of two losses, and the metrics that follow from them. */
public final class Confusion {
    private final Map<Integer, Map<Integer, Double>> weightByLabelAndPrediction = new TreeMap<>();
    private final TreeSet<Integer> predictions = new TreeSet<>();
    private double weight;
    private double logLoss;
    private double brier;

    private Confusion() {}

    /**
     * @param cells label, prediction, weight, weighted log loss, weighted squared error
     * @throws LeptonException when labels are missing or fewer than two occur
     */
    public static Confusion of(List<Row> cells) {
        Sums sums = new Sums();
        for (Row cell : cells) {
            sums.add(
                    cell.isNullAt(0) ? Double.NaN : cell.getDouble(0),
                    cell.getDouble(1),
                    cell.getDouble(2),
                    cell.getDouble(3),
                    cell.getDouble(4));
        }
        return sums.confusion();
    }

    /** Adds up cells, or rows. */
    public static final class Sums {
        private final Confusion confusion = new Confusion();

        /**
         * Adds a cell, or a row.
         *
         * @param logLoss weighted
         * @param squaredError weighted
         * @throws LeptonException when the label is NaN: missing
         */
        public void add(double label, double prediction, double weight, double logLoss, double squaredError) {
            if (Double.isNaN(label)) {
                throw LeptonException.data("Cannot measure predictions: some rows have no label. Leave them out.");
            }
            confusion
                    .weightByLabelAndPrediction
                    .computeIfAbsent((int) label, unused -> new TreeMap<>())
                    .merge((int) prediction, weight, Double::sum);
            confusion.predictions.add((int) prediction);
            confusion.weight += weight;
            confusion.logLoss += logLoss;
            confusion.brier += squaredError;
        }

        /** @throws LeptonException when fewer than two labels occur */
        public Confusion confusion() {
            int labels = confusion.weightByLabelAndPrediction.size();
            if (labels < 2) {
                throw LeptonException.data("Cannot measure predictions: the label has "
                        + (labels == 0 ? "no rows" : "one value only") + ", and two are needed at least."
                        + " Check the label column and the split.");
            }
            return confusion;
        }
    }

    /** Classes that occur, in rising order. */
    public List<Integer> labels() {
        return List.copyOf(weightByLabelAndPrediction.keySet());
    }

    /** Metrics of two classes, where f1 is that of class 1. */
    public Map<String, Double> ofTwoClasses() {
        Map<String, Double> metrics = common();
        metrics.put("f1", f1(1));
        return metrics;
    }

    /** Metrics of several classes, where f1 is the mean over classes that occur or are predicted, as scikit-learn has it. */
    public Map<String, Double> ofSeveralClasses() {
        Map<String, Double> metrics = common();
        TreeSet<Integer> all = new TreeSet<>(weightByLabelAndPrediction.keySet());
        all.addAll(predictions);
        double sum = 0;
        for (int label : all) {
            metrics.put("f1_class_" + label, f1(label));
            sum += f1(label);
        }
        metrics.put("f1", sum / all.size());
        return metrics;
    }

    private Map<String, Double> common() {
        Map<String, Double> metrics = new TreeMap<>();
        double correct = 0;
        double recalls = 0;
        for (int label : weightByLabelAndPrediction.keySet()) {
            correct += weight(label, label);
            recalls += weight(label, label) / ofLabel(label);
        }
        metrics.put("accuracy", correct / weight);
        metrics.put("balanced_accuracy", recalls / weightByLabelAndPrediction.size());
        metrics.put("log_loss", logLoss / weight);
        metrics.put("brier", brier / weight);
        return metrics;
    }

    /** 2·TP / (2·TP + FP + FN); 0 when the class is neither there nor predicted. */
    private double f1(int label) {
        double predicted = weightByLabelAndPrediction.keySet().stream()
                .mapToDouble(other -> weight(other, label))
                .sum();
        double total = predicted + ofLabel(label);
        return total == 0 ? 0 : 2 * weight(label, label) / total;
    }

    private double ofLabel(int label) {
        return weightByLabelAndPrediction.getOrDefault(label, Map.of()).values().stream()
                .mapToDouble(Double::doubleValue)
                .sum();
    }

    private double weight(int label, int prediction) {
        return weightByLabelAndPrediction.getOrDefault(label, Map.of()).getOrDefault(prediction, 0.0);
    }
}
