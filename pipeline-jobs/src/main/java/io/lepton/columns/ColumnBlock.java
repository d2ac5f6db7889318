package io.lepton.columns;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Attribute;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Columns of some thousand rows, those that meet the scan's conditions. What it returns is overwritten by the next block. */
public final class ColumnBlock {
    private final List<Computation> conditions;
    private final Computation[] computations;
    private final TextIndex[] codes;
    private final double[][] numbers;
    private final int[][] coded;
    private ColumnarBatch batch;
    private int[] chosen = {};
    private long[] results = {};
    private int rows;

    ColumnBlock(ScanColumns columns) {
        List<Attribute> scanned = columns.scanned();
        int count = columns.computed().size();
        conditions = columns.conditions().stream()
                .map(each -> new Computation(each, scanned, row -> !row.isNullAt(0) && row.getBoolean(0) ? 1 : 0))
                .toList();
        computations = new Computation[count];
        codes = new TextIndex[count];
        numbers = new double[count][];
        coded = new int[count][];
        for (int i = 0; i < count; i++) {
            boolean isText = columns.computed().get(i).dataType().equals(DataTypes.StringType);
            TextIndex texts = new TextIndex();
            codes[i] = texts;
            computations[i] = new Computation(
                    columns.computed().get(i),
                    scanned,
                    isText
                            ? row -> row.isNullAt(0) ? TextIndex.NONE : texts.of(row.getUTF8String(0))
                            : row -> Double.doubleToRawLongBits(row.isNullAt(0) ? Double.NaN : row.getDouble(0)));
        }
    }

    void read(ColumnarBatch next) {
        batch = next;
        int all = next.numRows();
        if (results.length < all) {
            results = new long[all];
            chosen = new int[all];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = new double[all];
                coded[i] = new int[all];
            }
        }
        for (int row = 0; row < all; row++) {
            chosen[row] = row;
        }
        rows = all;
        conditions.forEach(this::choose);
    }

    private void choose(Computation condition) {
        condition.compute(batch, chosen, rows, results);
        int kept = 0;
        for (int row = 0; row < rows; row++) {
            chosen[kept] = chosen[row];
            kept += (int) results[row];
        }
        rows = kept;
    }

    public int rows() {
        return rows;
    }

    /** A column of type double; NaN where there is no number. */
    public double[] numbers(int column) {
        double[] into = numbers[column];
        if (!computations[column].read(batch, chosen, rows, into)) {
            computations[column].compute(batch, chosen, rows, results);
            for (int i = 0; i < rows; i++) {
                into[i] = Double.longBitsToDouble(results[i]);
            }
        }
        return into;
    }

    /** A column of texts as numbers from 0, which mean the same in all blocks of a task; −1 where there is none. */
    public int[] codes(int column) {
        computations[column].compute(batch, chosen, rows, results);
        int[] into = coded[column];
        for (int i = 0; i < rows; i++) {
            into[i] = (int) results[i];
        }
        return into;
    }

    /** What a code of a column of texts stands for. */
    public String text(int column, int code) {
        return codes[column].text(code);
    }
}
