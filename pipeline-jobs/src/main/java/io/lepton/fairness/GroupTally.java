package io.lepton.fairness;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/** Counts of one group, and the measures that follow from them. */
final class GroupTally {
    private final Map<Integer, long[]> negativesAndPositivesByBin = new HashMap<>();
    private final Map<Integer, Map<Integer, Long>> confusion = new TreeMap<>();
    private long count;
    private double residual;
    private double absoluteResidual;
    private double squaredResidual;
    private double prediction;

    void add(Cell cell) {
        count += cell.count();
        residual += cell.residual();
        absoluteResidual += cell.absoluteResidual();
        squaredResidual += cell.squaredResidual();
        prediction += cell.prediction();
        confusion
                .computeIfAbsent(cell.label(), label -> new TreeMap<>())
                .merge(cell.predicted(), cell.count(), Long::sum);
        if (cell.label() == 0 || cell.label() == 1) {
            negativesAndPositivesByBin.computeIfAbsent(cell.bin(), bin -> new long[2])[cell.label()] += cell.count();
        }
    }

    long count() {
        return count;
    }

    GroupMetrics binary(String attributes, String group, boolean judged) {
        long tp = cell(1, 1);
        long fp = cell(0, 1);
        long fn = cell(1, 0);
        long tn = cell(0, 0);
        Map<String, Interval> intervals = new LinkedHashMap<>();
        double selection = rate("selection_rate", tp + fp, count, intervals);
        double accuracy = rate("accuracy", tp + tn, count, intervals);
        double precision = rate("precision", tp, tp + fp, intervals);
        double recall = rate("recall", tp, tp + fn, intervals);
        double falsePositive = rate("false_positive_rate", fp, fp + tn, intervals);
        double falseNegative = rate("false_negative_rate", fn, tp + fn, intervals);
        double base = rate("base_rate", tp + fn, count, intervals);
        double f1 = tp + fp + fn == 0 ? Double.NaN : 2.0 * tp / (2.0 * tp + fp + fn);
        return new GroupMetrics(
                attributes,
                group,
                count,
                judged,
                selection,
                accuracy,
                precision,
                recall,
                falsePositive,
                falseNegative,
                auc(),
                base,
                false,
                Map.of("f1", f1),
                intervals);
    }

    /** Precision, recall and false positive rate are means over the classes for which this group has them. */
    GroupMetrics classes(String attributes, String group, boolean judged, SortedSet<Integer> classes) {
        Map<String, Interval> intervals = new LinkedHashMap<>();
        Map<String, Double> others = new LinkedHashMap<>();
        Mean precision = new Mean();
        Mean recall = new Mean();
        Mean falsePositive = new Mean();
        long right = 0;
        for (int each : classes) {
            long tp = cell(each, each);
            long labelled = confusion.getOrDefault(each, Map.of()).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            long selected =
                    classes.stream().mapToLong(label -> cell(label, each)).sum();
            right += tp;
            precision.add(tp, selected);
            recall.add(tp, labelled);
            falsePositive.add(selected - tp, count - labelled);
            String name = "selection_rate_of_" + each;
            others.put(name, rate(name, selected, count, intervals));
        }
        double accuracy = rate("accuracy", right, count, intervals);
        return new GroupMetrics(
                attributes,
                group,
                count,
                judged,
                Double.NaN,
                accuracy,
                precision.value(),
                recall.value(),
                falsePositive.value(),
                1 - recall.value(),
                Double.NaN,
                Double.NaN,
                false,
                others,
                intervals);
    }

    GroupMetrics regression(String attributes, String group, boolean judged) {
        Map<String, Double> others = new LinkedHashMap<>();
        others.put("mae", absoluteResidual / count);
        others.put("rmse", Math.sqrt(squaredResidual / count));
        others.put("mean_residual", residual / count);
        others.put("mean_prediction", prediction / count);
        others.put("mean_label", (prediction + residual) / count);
        return unmeasured(attributes, group, count, judged, false, others);
    }

    /** A group too small to publish: its rates would give its count away, so they are withheld as well. */
    static GroupMetrics suppressed(String attributes, String group, int threshold) {
        return unmeasured(attributes, group, threshold, false, true, Map.of());
    }

    private static GroupMetrics unmeasured(
            String attributes,
            String group,
            long count,
            boolean judged,
            boolean suppressed,
            Map<String, Double> others) {
        double none = Double.NaN;
        return new GroupMetrics(
                attributes,
                group,
                count,
                judged,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                none,
                suppressed,
                others,
                Map.of());
    }

    /** Mann–Whitney: positives above negatives, ties half; bins are in the order of scores. */
    private double auc() {
        double above = 0;
        double negatives = 0;
        double positives = 0;
        for (long[] bin : new TreeMap<>(negativesAndPositivesByBin).values()) {
            above += bin[1] * (negatives + bin[0] / 2.0);
            negatives += bin[0];
            positives += bin[1];
        }
        return negatives == 0 || positives == 0 ? Double.NaN : above / (negatives * positives);
    }

    private long cell(int label, int predicted) {
        return confusion.getOrDefault(label, Map.of()).getOrDefault(predicted, 0L);
    }

    private static double rate(String name, long part, long whole, Map<String, Interval> intervals) {
        if (whole == 0) {
            return Double.NaN;
        }
        intervals.put(name, Interval.wilson(part, whole));
        return (double) part / whole;
    }

    /** Rows that share group, label, prediction and score bin; sums are over those rows, residual = label − prediction. */
    record Cell(
            int label,
            int predicted,
            int bin,
            long count,
            double residual,
            double absoluteResidual,
            double squaredResidual,
            double prediction) {}

    private static final class Mean {
        private double sum;
        private int terms;

        void add(long part, long whole) {
            if (whole > 0) {
                sum += (double) part / whole;
                terms++;
            }
        }

        double value() {
            return terms == 0 ? Double.NaN : sum / terms;
        }
    }
}
