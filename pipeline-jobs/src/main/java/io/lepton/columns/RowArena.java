package io.lepton.columns;

import java.util.Arrays;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.unsafe.Platform;

/** Copies of Spark's rows in one array of bytes, used again and again, for Spark overwrites a row by the next. */
final class RowArena {
    private final int[] begins;
    private final UnsafeRow view;
    private byte[] bytes = new byte[1 << 16];
    private int rows;

    RowArena(int mostRows, int fields) {
        this.begins = new int[mostRows + 1];
        this.view = new UnsafeRow(fields);
    }

    void clear() {
        rows = 0;
    }

    void add(UnsafeRow row) {
        int begin = begins[rows];
        int end = Math.addExact(begin, row.getSizeInBytes());
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, Math.multiplyExact(2, bytes.length)));
        }
        Platform.copyMemory(
                row.getBaseObject(),
                row.getBaseOffset(),
                bytes,
                Platform.BYTE_ARRAY_OFFSET + begin,
                row.getSizeInBytes());
        begins[++rows] = end;
    }

    /** A row that was added; the same object for every one. */
    UnsafeRow row(int number) {
        view.pointTo(bytes, Platform.BYTE_ARRAY_OFFSET + begins[number], begins[number + 1] - begins[number]);
        return view;
    }
}
