package io.lepton.columns;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Columns of some thousand rows, those that meet the scan's conditions. What it returns is overwritten by the next block. */
public final class ColumnBlock {
    private final ChosenRows chosen;
    private final Computation[] computations;
    private final TextIndex[] codes;
    private final double[][] numbers;
    private final int[][] coded;
    private long[] results = {};

    ColumnBlock(ScanColumns columns) {
        this(columns, new ChosenRows(columns));
    }

    /** @param chosen rows of the same scan, which whoever reads batches into them must {@link #fit} */
    ColumnBlock(ScanColumns columns, ChosenRows chosen) {
        int count = columns.computed().size();
        this.chosen = chosen;
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
                    columns,
                    isText
                            ? row -> row.isNullAt(0) ? TextIndex.NONE : texts.of(row.getUTF8String(0))
                            : row -> Double.doubleToRawLongBits(row.isNullAt(0) ? Double.NaN : row.getDouble(0)));
        }
    }

    void read(ColumnarBatch next) {
        chosen.read(next);
        fit();
    }

    /** Makes room for the batch that its rows are of. */
    void fit() {
        int all = chosen.batch().numRows();
        if (results.length < all) {
            results = new long[all];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = new double[all];
                coded[i] = new int[all];
            }
        }
    }

    public int rows() {
        return chosen.count();
    }

    /** A column of type double; NaN where there is no number. */
    public double[] numbers(int column) {
        double[] into = numbers[column];
        if (!computations[column].read(chosen.batch(), chosen.places(), rows(), into)) {
            computations[column].compute(chosen.batch(), chosen.places(), rows(), results);
            for (int i = 0; i < rows(); i++) {
                into[i] = Double.longBitsToDouble(results[i]);
            }
        }
        return into;
    }

    /** A column of texts as numbers from 0, which mean the same in all blocks of a task; −1 where there is none. */
    public int[] codes(int column) {
        computations[column].compute(chosen.batch(), chosen.places(), rows(), results);
        int[] into = coded[column];
        for (int i = 0; i < rows(); i++) {
            into[i] = (int) results[i];
        }
        return into;
    }

    /** What a code of a column of texts stands for. */
    public String text(int column, int code) {
        return codes[column].text(code);
    }
}
