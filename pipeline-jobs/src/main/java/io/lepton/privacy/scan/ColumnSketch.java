package io.lepton.privacy.scan;

import java.io.Serial;
import java.io.Serializable;
import java.time.LocalDate;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** What is remembered of a column while its rows go by, in memory that does not grow with them. */
final class ColumnSketch implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Relative error of the number of different values about 2 %. */
    private static final int DISTINCT = 4096;

    /** Different values that recognizers look at. */
    static final int VALUES = 512;

    /** Longer texts are cut. */
    private static final int LONGEST = 2_000;

    static final long MISSING = 0x5DEECE66DL;

    private final Reading reading;
    private final DistinctSample sample = new DistinctSample(DISTINCT, VALUES);
    private long rows;
    private long present;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    ColumnSketch(Reading reading) {
        this.reading = reading;
    }

    /** @return a hash of the row's value; {@link #MISSING} if it has none */
    long add(InternalRow row, int column) {
        rows++;
        if (row.isNullAt(column)) {
            return MISSING;
        }
        return switch (reading) {
            case TEXT -> text(row.getUTF8String(column));
            case FRACTION -> fraction(row.getDouble(column));
            default -> whole(row.getLong(column));
        };
    }

    private long text(UTF8String value) {
        if (blank(value)) {
            return MISSING;
        }
        present++;
        long hash = XXH64.hashUTF8String(value, 42);
        if (sample.add(hash)) {
            String text = value.toString();
            sample.attach(hash, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        }
        return hash;
    }

    private static boolean blank(UTF8String value) {
        return value.numBytes() == 0
                || Platform.getByte(value.getBaseObject(), value.getBaseOffset()) == ' '
                        && value.trim().numBytes() == 0;
    }

    private long fraction(double value) {
        if (Double.isNaN(value)) {
            return MISSING;
        }
        present++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        // 0.0 and -0.0 are one value.
        long hash = JointSamples.mixed(Double.doubleToLongBits(value + 0.0) + 0x9E3779B97F4A7C15L);
        sample.add(hash);
        return hash;
    }

    private long whole(long value) {
        present++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        long hash = JointSamples.mixed(value + 0x9E3779B97F4A7C15L);
        if (reading == Reading.PRESENCE) {
            return hash;
        }
        if (sample.add(hash)) {
            if (reading == Reading.DATE) {
                sample.attach(hash, LocalDate.ofEpochDay(value).toString());
            } else if (reading == Reading.WHOLE_NUMBER) {
                sample.attach(hash, Long.toString(value));
            }
        }
        return hash;
    }

    ColumnSketch merge(ColumnSketch other) {
        rows += other.rows;
        present += other.present;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
        sample.merge(other.sample);
        return this;
    }

    Reading reading() {
        return reading;
    }

    long rows() {
        return rows;
    }

    long present() {
        return present;
    }

    long distinct() {
        return Math.min(present, Math.round(sample.distinct()));
    }

    /** NaN if the column holds no numbers. */
    double min() {
        return reading.numeric() && present > 0 ? min : Double.NaN;
    }

    /** NaN if the column holds no numbers. */
    double max() {
        return reading.numeric() && present > 0 ? max : Double.NaN;
    }

    DistinctSample sample() {
        return sample;
    }
}
