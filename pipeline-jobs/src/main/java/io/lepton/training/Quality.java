package io.lepton.training;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How good predictions are: metrics by name. Classes: auc, average_precision, accuracy, balanced_accuracy, f1, log_loss, brier (for
 * several classes also auc_class_0, f1_class_0, ...). Numbers: rmse, mae, r2.
 */
public record Quality(Map<String, Double> metrics) {
    private static final Set<String> LOWER_IS_BETTER = Set.of("log_loss", "brier", "rmse", "mae");

    public Quality {
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    /**
     * The metric's value.
     *
     * @param metric a name as in the pipeline file: {@code log-loss} and {@code log_loss} are the same
     * @throws LeptonException for a metric that this task doesn't have
     */
    public double primary(String metric) {
        Double value = metrics.get(canonical(metric));
        if (value == null) {
            throw LeptonException.configuration("Cannot compare models by '" + metric + "': this task has the metrics "
                    + String.join(", ", metrics.keySet()) + "."
                    + Suggestion.didYouMean(canonical(metric), metrics.keySet()));
        }
        return value;
    }

    /** True for metrics of which more is better (auc, accuracy, r2, ...), false for errors (log_loss, rmse, ...). */
    public static boolean higherIsBetter(String metric) {
        return !LOWER_IS_BETTER.contains(canonical(metric));
    }

    /** The metric that models are compared by when none is named: auc for classes, rmse for numbers. */
    public static String defaultMetric(TaskType task) {
        return task.classifies() ? "auc" : "rmse";
    }

    /** True when this is strictly better than the other by the metric. */
    public boolean betterThan(Quality other, String metric) {
        int order = Double.compare(primary(metric), other.primary(metric));
        return higherIsBetter(metric) ? order > 0 : order < 0;
    }

    private static String canonical(String metric) {
        return metric.replace('-', '_');
    }
}
