package io.lepton.columns;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Some thousand rows, or fewer: columns that are looked at, and rows that are passed on. What it returns is overwritten by the next batch. */
public interface RowBatch {
    int rows();

    /** Where the values of each row are in {@link #columns}; as many as there are rows, or more. */
    int[] places();

    /** What is looked at: numbers, texts, dates, times. */
    ColumnVector[] columns();

    /** What is counted: its rows are those of the batch. */
    ColumnBlock counted();

    /** What is passed on of a row; overwritten by that of the next. */
    InternalRow passed(int row);
}
