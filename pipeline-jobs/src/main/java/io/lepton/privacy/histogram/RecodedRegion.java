package io.lepton.privacy.histogram;

import io.lepton.privacy.recoding.Combinations;
import io.lepton.privacy.recoding.Recoding;
import io.lepton.privacy.values.QuasiIdentifier;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * The combinations of one region and what they are published as, those left out excepted.
 *
 * @param values of every combination, as Spark holds them, then the texts of its class
 */
record RecodedRegion(Object[][] values, Sums sums) implements Serializable {

    /**
     * What a region adds to the table's figures.
     *
     * @param changed whether a column has a class of several values
     * @param loss normalized certainty penalty by column, averaged over the region's rows
     */
    record Sums(long rows, long suppressed, boolean[] changed, double[] loss) implements Serializable {}

    static RecodedRegion of(List<QuasiIdentifier> columns, Combinations combinations, Recoding recoding) {
        int d = columns.size();
        boolean[] changed = new boolean[d];
        UTF8String[][] texts = new UTF8String[recoding.classes()][d];
        for (int c = 0; c < texts.length; c++) {
            for (int i = 0; i < d; i++) {
                changed[i] |= !columns.get(i).isValue(recoding.state(c, i));
                texts[c][i] = columns.get(i)
                        .text(recoding.state(c, i))
                        .map(UTF8String::fromString)
                        .orElse(null);
            }
        }
        List<Object[]> values = new ArrayList<>();
        for (int combination = 0; combination < combinations.size(); combination++) {
            int c = recoding.classOf(combination);
            if (c == Recoding.SUPPRESSED) {
                continue;
            }
            Object[] row = new Object[2 * d];
            for (int i = 0; i < d; i++) {
                int code = combinations.codes()[i][combination];
                row[i] = code < 0 ? null : columns.get(i).values().dictionary().value(code);
                row[d + i] = texts[c][i];
            }
            values.add(row);
        }
        return new RecodedRegion(
                values.toArray(Object[][]::new),
                new Sums(combinations.rows(), recoding.rowsSuppressed(), changed, recoding.lossByAttribute()));
    }

    /** One row at a time, in the same memory; a stream would look ahead. */
    static Iterator<InternalRow> rows(Iterator<RecodedRegion> regions, StructType schema) {
        UnsafeProjection projection = UnsafeProjection.create(schema);
        return new Iterator<>() {
            private Object[][] values = {};
            private int next;

            @Override
            public boolean hasNext() {
                while (next == values.length && regions.hasNext()) {
                    values = regions.next().values;
                    next = 0;
                }
                return next < values.length;
            }

            @Override
            public InternalRow next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return projection.apply(new GenericInternalRow(values[next++]));
            }
        };
    }
}
