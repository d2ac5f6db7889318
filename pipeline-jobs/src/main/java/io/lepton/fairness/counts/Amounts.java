package io.lepton.fairness.counts;

import java.io.Serial;
import java.io.Serializable;

/** How many numbers there are, what they sum up to, and how many are no amounts: missing, or negative. */
public final class Amounts implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private long rows;
    private long unusable;
    private double sum;

    /** @param value NaN where it is missing */
    void add(double value) {
        rows++;
        sum += Double.isNaN(value) ? 0 : value;
        unusable += value >= 0 ? 0 : 1;
    }

    void addAll(Amounts other) {
        rows += other.rows;
        unusable += other.unusable;
        sum += other.sum;
    }

    public long rows() {
        return rows;
    }

    /** Rows whose number is missing or negative. */
    public long unusable() {
        return unusable;
    }

    /** Of all rows; NaN of none. */
    public double mean() {
        return sum / rows;
    }
}
