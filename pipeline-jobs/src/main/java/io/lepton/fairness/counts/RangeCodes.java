package io.lepton.fairness.counts;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;

/** Codes of a column of numbers: ranges that hold about equally many rows each. A number that many rows share is a range of its own. */
public final class RangeCodes implements ColumnCodes {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String column;
    private final double[] highest;

    /** @param highest number of each range but the last, ascending */
    RangeCodes(String column, double... highest) {
        this.column = column;
        this.highest = highest.clone();
    }

    /**
     * Cuts a column where a sample of its numbers has about equally many below and above.
     *
     * @param sorted numbers of a sample, ascending, without NaN
     * @param bins at most so many ranges, above 0
     */
    static RangeCodes of(String column, double[] sorted, int bins) {
        List<Double> highest = new ArrayList<>();
        int left = sorted.length;
        int inRange = 0;
        for (int start = 0; start < sorted.length && highest.size() < bins - 1; ) {
            int end = start;
            while (end < sorted.length && sorted[end] == sorted[start]) {
                end++;
            }
            int equal = end - start;
            double target = (double) left / (bins - highest.size());
            // The cut that leaves the range's size nearest to its target: before these equal numbers, or after them.
            if (inRange > 0 && target - inRange < inRange + equal - target) {
                highest.add(sorted[start - 1]);
                left -= inRange;
                inRange = 0;
                continue;
            }
            inRange += equal;
            if (inRange >= target && end < sorted.length) {
                highest.add(sorted[end - 1]);
                left -= inRange;
                inRange = 0;
            }
            start = end;
        }
        return new RangeCodes(
                column, highest.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Cuts a column between all of its numbers where they are few. */
    static RangeCodes between(String column, double... distinct) {
        return new RangeCodes(column, Arrays.copyOf(distinct, Math.max(0, distinct.length - 1)));
    }

    @Override
    public String column() {
        return column;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(List.of(MISSING_NAME));
        for (int i = 0; i < highest.length; i++) {
            names.add(i == 0 ? "≤ " + plain(highest[0]) : "> " + plain(highest[i - 1]) + " to " + plain(highest[i]));
        }
        names.add(highest.length == 0 ? "any" : "> " + plain(highest[highest.length - 1]));
        return names;
    }

    @Override
    public int size() {
        return highest.length + 2;
    }

    @Override
    public int code(InternalRow row, int at) {
        if (row.isNullAt(at)) {
            return MISSING;
        }
        double number = row.getDouble(at);
        if (Double.isNaN(number)) {
            return MISSING;
        }
        // Arrays.binarySearch tells −0.0 from 0.0.
        int found = Arrays.binarySearch(highest, number + 0.0);
        return (found >= 0 ? found : -found - 1) + 1;
    }

    private static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString((float) number == number ? number : rounded(number));
    }

    /** To six digits: names are for people. */
    private static double rounded(double number) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.6g", number));
    }
}
