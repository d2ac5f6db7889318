package io.lepton.fairness;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Counts of one group by label, prediction and score bin, and the measures that follow from them. Tallies of parts of the rows add up. Cells are
 * kept in an open-addressed table of primitives: a row costs one look into it.
 */
final class GroupTally implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final long NO_KEY = -1;
    private static final int CODE_BITS = 16;
    private static final int FIRST_CAPACITY = 16;

    private long[] keys = emptyKeys(FIRST_CAPACITY);
    private long[] counts = new long[FIRST_CAPACITY];
    private int cells;
    private long count;
    private double residual;
    private double absoluteResidual;
    private double squaredResidual;
    private double prediction;

    private static long[] emptyKeys(int capacity) {
        long[] keys = new long[capacity];
        Arrays.fill(keys, NO_KEY);
        return keys;
    }

    /**
     * Counts a row.
     *
     * @param label number of its class, or a negative code
     * @param predicted likewise
     * @param bin of its score
     * @param difference label − prediction; NaN where there is none
     * @param predictedValue NaN where there is none
     */
    void add(int label, int predicted, int bin, double difference, double predictedValue) {
        add(key(label, predicted, bin), 1);
        if (!Double.isNaN(difference)) {
            residual += difference;
            absoluteResidual += Math.abs(difference);
            squaredResidual += difference * difference;
        }
        if (!Double.isNaN(predictedValue)) {
            prediction += predictedValue;
        }
    }

    void addAll(GroupTally other) {
        for (int i = 0; i < other.keys.length; i++) {
            if (other.keys[i] != NO_KEY) {
                add(other.keys[i], other.counts[i]);
            }
        }
        residual += other.residual;
        absoluteResidual += other.absoluteResidual;
        squaredResidual += other.squaredResidual;
        prediction += other.prediction;
    }

    /** Label and prediction above, the bin below: their codes are at least −2. */
    private static long key(int label, int predicted, int bin) {
        return (long) (label + 2 << CODE_BITS - 1 | predicted + 2) << Integer.SIZE | ordered(bin);
    }

    private static int label(long key) {
        return (int) (key >>> Integer.SIZE + CODE_BITS - 1) - 2;
    }

    private static int predicted(long key) {
        return (int) (key >>> Integer.SIZE & (1 << CODE_BITS - 1) - 1) - 2;
    }

    private static int bin(long key) {
        return (int) key ^ Integer.MIN_VALUE;
    }

    /** The bin as a word that rises with it, unsigned. */
    private static long ordered(int bin) {
        return (bin ^ Integer.MIN_VALUE) & 0xFFFF_FFFFL;
    }

    private void add(long key, long rows) {
        int at = place(key);
        if (keys[at] == NO_KEY) {
            if (2 * ++cells > keys.length) {
                grow();
                at = place(key);
            }
            keys[at] = key;
        }
        counts[at] += rows;
        count += rows;
    }

    private int place(long key) {
        int mask = keys.length - 1;
        long mixed = key * 0x9E37_79B9_7F4A_7C15L;
        int at = (int) (mixed >>> Integer.SIZE) & mask;
        while (keys[at] != NO_KEY && keys[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        long[] oldCounts = counts;
        keys = emptyKeys(2 * oldKeys.length);
        counts = new long[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != NO_KEY) {
                int at = place(oldKeys[i]);
                keys[at] = oldKeys[i];
                counts[at] = oldCounts[i];
            }
        }
    }

    long count() {
        return count;
    }

    /** Labels and predictions that any row has, negative codes among them. */
    SortedSet<Integer> classes() {
        SortedSet<Integer> classes = new TreeSet<>();
        for (long key : keys) {
            if (key != NO_KEY) {
                classes.add(label(key));
                classes.add(predicted(key));
            }
        }
        return classes;
    }

    /** Rows that have the label, whatever was predicted. */
    long labelled(int label) {
        long rows = 0;
        for (int i = 0; i < keys.length; i++) {
            rows += keys[i] != NO_KEY && label(keys[i]) == label ? counts[i] : 0;
        }
        return rows;
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
            long labelled = labelled(each);
            long selected = predicted(each);
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
        long[] byBin = new long[cells];
        int rated = 0;
        for (long key : keys) {
            if (key != NO_KEY && (label(key) == 0 || label(key) == 1)) {
                byBin[rated++] = (long) bin(key) << Integer.SIZE | key >>> Integer.SIZE;
            }
        }
        Arrays.sort(byBin, 0, rated);
        double above = 0;
        double negatives = 0;
        double positives = 0;
        int at = 0;
        while (at < rated) {
            int bin = (int) (byBin[at] >> Integer.SIZE);
            long negativesOfBin = 0;
            long positivesOfBin = 0;
            for (; at < rated && (int) (byBin[at] >> Integer.SIZE) == bin; at++) {
                long key = byBin[at] << Integer.SIZE | ordered(bin);
                long rows = counts[place(key)];
                negativesOfBin += label(key) == 0 ? rows : 0;
                positivesOfBin += label(key) == 1 ? rows : 0;
            }
            above += positivesOfBin * (negatives + negativesOfBin / 2.0);
            negatives += negativesOfBin;
            positives += positivesOfBin;
        }
        return negatives == 0 || positives == 0 ? Double.NaN : above / (negatives * positives);
    }

    private long cell(int label, int predicted) {
        long rows = 0;
        for (int i = 0; i < keys.length; i++) {
            rows += keys[i] != NO_KEY && label(keys[i]) == label && predicted(keys[i]) == predicted ? counts[i] : 0;
        }
        return rows;
    }

    private long predicted(int predicted) {
        long rows = 0;
        for (int i = 0; i < keys.length; i++) {
            rows += keys[i] != NO_KEY && predicted(keys[i]) == predicted ? counts[i] : 0;
        }
        return rows;
    }

    private static double rate(String name, long part, long whole, Map<String, Interval> intervals) {
        if (whole == 0) {
            return Double.NaN;
        }
        intervals.put(name, Interval.wilson(part, whole));
        return (double) part / whole;
    }

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
