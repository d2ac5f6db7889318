package io.lepton.inference.selection;

import java.io.Serial;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Finds where the highest rows of a batch begin without sorting it (radix selection, most significant digit first): each pass counts the rows
 * by 16 more bits of score and tie, until a digit's rows are just those that are wanted; memory does not grow with rows.
 *
 * @param rows of the batch
 * @param score double; rows without one, or with NaN, are never chosen
 * @param tie bigint: orders rows of equal scores; that no two rows share one makes the number of chosen rows exact
 */
public record TopRows(Dataset<Row> rows, Column score, Column tie) {
    private static final int DIGIT = 16;
    private static final int DIGITS = 2 * Long.SIZE / DIGIT;

    /** @return above which exactly {@code count} rows are, or all where there are not as many */
    public Cut cut(long count) {
        if (count <= 0) {
            return new Cut(Double.POSITIVE_INFINITY, Long.MAX_VALUE);
        }
        Prefix prefix = new Prefix(0, 0, 0);
        long wanted = count;
        while (prefix.digits() < DIGITS) {
            long[] counts = counts(prefix);
            int digit = counts.length - 1;
            while (digit > 0 && counts[digit] < wanted) {
                wanted -= counts[digit--];
            }
            if (counts[digit] < wanted) {
                return Cut.at(Double.NEGATIVE_INFINITY);
            }
            prefix = prefix.with(digit);
            if (counts[digit] == wanted) {
                return prefix.least();
            }
        }
        return prefix.least();
    }

    private long[] counts(Prefix prefix) {
        Dataset<Row> columns = prefix.digits() < DIGITS / 2
                ? rows.select(score.cast("double"))
                : rows.select(score.cast("double"), tie.cast("bigint"));
        JavaRDD<InternalRow> records = columns.queryExecution().toRdd().toJavaRDD();
        return records.mapPartitions(new Counting(prefix))
                .treeAggregate(new long[1 << DIGIT], TopRows::added, TopRows::added);
    }

    private static long[] added(long[] some, long[] others) {
        for (int i = 0; i < some.length; i++) {
            some[i] += others[i];
        }
        return some;
    }

    /** The digits that are known of the least row: those of the score, then of the tie, the most significant first. */
    private record Prefix(int digits, long score, long tie) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        Prefix with(long digit) {
            return digits < DIGITS / 2
                    ? new Prefix(digits + 1, score | digit << shift(), tie)
                    : new Prefix(digits + 1, score, tie | digit << shift());
        }

        private int shift() {
            return Long.SIZE - DIGIT - digits * DIGIT % Long.SIZE;
        }

        boolean holds(InternalRow row) {
            if (digits == 0) {
                return true;
            }
            int known = digits * DIGIT;
            if (known <= Long.SIZE) {
                return (ordered(row.getDouble(0)) ^ score) >>> Long.SIZE - known == 0;
            }
            return ordered(row.getDouble(0)) == score && (ordered(row.getLong(1)) ^ tie) >>> 2 * Long.SIZE - known == 0;
        }

        int digit(InternalRow row) {
            long word = digits < DIGITS / 2 ? ordered(row.getDouble(0)) : ordered(row.getLong(1));
            return (int) (word >>> shift()) & (1 << DIGIT) - 1;
        }

        Cut least() {
            double number = number(score);
            // Words of before the least number are those of no number.
            return new Cut(
                    Double.isNaN(number) ? Double.NEGATIVE_INFINITY : number,
                    digits <= DIGITS / 2 ? Long.MIN_VALUE : tie ^ Long.MIN_VALUE);
        }

        /** A word that is the greater, unsigned, the greater the number is. Both zeros are one number. */
        private static long ordered(double value) {
            long bits = Double.doubleToLongBits(value + 0.0);
            return bits ^ (bits >> Long.SIZE - 1 | Long.MIN_VALUE);
        }

        private static long ordered(long value) {
            return value ^ Long.MIN_VALUE;
        }

        private static double number(long ordered) {
            return Double.longBitsToDouble(ordered < 0 ? ordered ^ Long.MIN_VALUE : ~ordered);
        }
    }

    private record Counting(Prefix prefix) implements FlatMapFunction<Iterator<InternalRow>, long[]> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<long[]> call(Iterator<InternalRow> rows) {
            long[] counts = new long[1 << DIGIT];
            while (rows.hasNext()) {
                InternalRow row = rows.next();
                if (!row.isNullAt(0) && !Double.isNaN(row.getDouble(0)) && prefix.holds(row)) {
                    counts[prefix.digit(row)]++;
                }
            }
            return List.of(counts).iterator();
        }
    }
}
