package io.lepton.fairness.preprocessing;

import io.lepton.error.LeptonException;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Weighted means of sensitive values and features, and co-moments of the sensitive ones with all, updated row by row (Welford, 1962) and
 * merged
 * (Chan, Golub and LeVeque, 1979), so that large means cost no digits. Mutable, as Spark's aggregates want it.
 */
final class CoMoments implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Share of a column's variance that others must leave it: with less, it depends on them. */
    private static final double INDEPENDENT = 1e-12;

    /** Not known before the first row. */
    private int sensitive = -1;

    private double weight;
    private long incomplete;

    /** Of the sensitive values and, behind them, the features. */
    private double[] mean = new double[0];

    private double[] deviation = new double[0];
    private double[][] product = new double[0][];

    private final boolean allowsMissing;

    /** Of each feature that was missing in a row: the moments of the rows that have it. */
    private Map<Integer, CoMoments> partial = new TreeMap<>();

    private CoMoments(boolean allowsMissing) {
        this.allowsMissing = allowsMissing;
    }

    /** Of no rows yet; a row in which a feature is missing is incomplete. */
    static CoMoments ofAllThere() {
        return new CoMoments(false);
    }

    /** Of no rows yet; features may be missing. */
    static CoMoments ofSomeMissing() {
        return new CoMoments(true);
    }

    CoMoments add(ArrayData s, ArrayData x, double w) {
        int p = s.numElements();
        int size = p + x.numElements();
        if (sensitive < 0) {
            grow(p, size);
        }
        if (p != sensitive || size != mean.length || !(w >= 0 && w < Double.POSITIVE_INFINITY)) {
            return addIncomplete();
        }
        for (int i = 0; i < size; i++) {
            double value = value(s, x, p, i);
            boolean missing = isMissing(i, value);
            if (!missing && !Double.isFinite(value)) {
                return addIncomplete();
            }
            deviation[i] = missing ? 0 : value - mean[i];
        }
        if (w == 0) {
            return this;
        }
        addPartial(s, x, w);
        weight += w;
        for (int i = 0; i < size; i++) {
            mean[i] += deviation[i] * w / weight;
        }
        for (int i = 0; i < p; i++) {
            double weighted = w * deviation[i];
            double[] products = product[i];
            for (int j = 0; j < size; j++) {
                double value = value(s, x, p, j);
                products[j] += isMissing(j, value) ? 0 : weighted * (value - mean[j]);
            }
        }
        return this;
    }

    private boolean isMissing(int i, double value) {
        return allowsMissing && i >= sensitive && Double.isNaN(value);
    }

    /** Before the row counts for the others. */
    private void addPartial(ArrayData s, ArrayData x, double w) {
        for (int feature = 0; allowsMissing && feature < x.numElements(); feature++) {
            double value = x.getDouble(feature);
            if (Double.isNaN(value)) {
                partial.computeIfAbsent(feature, this::of);
            } else if (partial.containsKey(feature)) {
                partial.get(feature).add(s, UnsafeArrayData.fromPrimitiveArray(new double[] {value}), w);
            }
        }
    }

    /** Those of one feature, on the rows that have it. */
    private CoMoments of(int feature) {
        if (partial.containsKey(feature)) {
            return partial.get(feature);
        }
        CoMoments alone = ofAllThere();
        alone.grow(sensitive, sensitive + 1);
        alone.weight = weight;
        alone.mean = withOnly(feature, mean);
        for (int i = 0; i < sensitive; i++) {
            alone.product[i] = withOnly(feature, product[i]);
        }
        return alone;
    }

    private double[] withOnly(int feature, double[] of) {
        double[] values = Arrays.copyOf(of, sensitive + 1);
        values[sensitive] = of[sensitive + feature];
        return values;
    }

    private static double value(ArrayData s, ArrayData x, int p, int i) {
        if (i >= p) {
            return x.getDouble(i - p);
        }
        return s.isNullAt(i) ? Double.NaN : s.getDouble(i);
    }

    CoMoments addIncomplete() {
        incomplete++;
        return this;
    }

    CoMoments addAll(CoMoments other) {
        incomplete += other.incomplete;
        if (other.weight == 0) {
            return this;
        }
        if (weight == 0) {
            other.incomplete = incomplete;
            return other;
        }
        if (other.sensitive != sensitive || other.mean.length != mean.length) {
            return addIncomplete();
        }
        joinPartial(other);
        double total = weight + other.weight;
        for (int i = 0; i < mean.length; i++) {
            deviation[i] = other.mean[i] - mean[i];
        }
        for (int i = 0; i < sensitive; i++) {
            for (int j = 0; j < mean.length; j++) {
                product[i][j] += other.product[i][j] + deviation[i] * deviation[j] * weight * (other.weight / total);
            }
        }
        for (int i = 0; i < mean.length; i++) {
            mean[i] += deviation[i] * other.weight / total;
        }
        weight = total;
        return this;
    }

    /** Before the others are joined. */
    private void joinPartial(CoMoments other) {
        Map<Integer, CoMoments> joined = new TreeMap<>();
        Stream.concat(partial.keySet().stream(), other.partial.keySet().stream())
                .distinct()
                .forEach(feature -> joined.put(feature, of(feature).addAll(other.of(feature))));
        partial = joined;
    }

    private void grow(int p, int size) {
        sensitive = p;
        mean = new double[size];
        deviation = new double[size];
        product = new double[p][size];
    }

    private void requireComplete() {
        if (incomplete > 0) {
            throw LeptonException.data(
                    "Cannot remove correlation: " + incomplete + " rows have a missing or infinite value or weight, or"
                            + " vectors of another size than the first row's. Fill or leave out these rows before this stage.");
        }
        if (weight == 0) {
            throw LeptonException.data(
                    "Cannot remove correlation: there are no rows of positive weight. Check the filters before this stage.");
        }
    }

    /** Of the sensitive values. */
    List<Double> means() {
        requireComplete();
        return Arrays.stream(mean, 0, sensitive).boxed().toList();
    }

    /**
     * The least squares coefficients, a list of all features' a sensitive value; 0 for a sensitive value that depends on those before it,
     * each feature's of the rows that have it. Gauss and Jordan's elimination of the normal equations.
     */
    List<List<Double>> coefficients() {
        requireComplete();
        List<List<Double>> coefficients = new ArrayList<>();
        solved().forEach(row -> coefficients.add(new ArrayList<>(row)));
        partial.forEach((feature, moments) -> {
            // What no row has does not go along with anything.
            List<List<Double>> alone =
                    moments.weight > 0 ? moments.solved() : Collections.nCopies(sensitive, List.of(0.0));
            for (int i = 0; i < sensitive; i++) {
                coefficients.get(i).set(feature, alone.get(i).get(0));
            }
        });
        return coefficients;
    }

    private List<List<Double>> solved() {
        double[][] rows = new double[sensitive][];
        for (int i = 0; i < sensitive; i++) {
            rows[i] = product[i].clone();
        }
        boolean[] used = new boolean[sensitive];
        for (int i = 0; i < sensitive; i++) {
            used[i] = rows[i][i] > INDEPENDENT * product[i][i];
            for (int k = 0; k < sensitive && used[i]; k++) {
                if (k != i) {
                    double factor = rows[k][i] / rows[i][i];
                    for (int j = 0; j < mean.length; j++) {
                        rows[k][j] -= factor * rows[i][j];
                    }
                    rows[k][i] = 0;
                }
            }
        }
        List<List<Double>> coefficients = new ArrayList<>();
        for (int i = 0; i < sensitive; i++) {
            double pivot = rows[i][i];
            boolean counts = used[i];
            coefficients.add(Arrays.stream(rows[i], sensitive, mean.length)
                    .map(value -> counts ? value / pivot : 0)
                    .boxed()
                    .toList());
        }
        return coefficients;
    }
}
