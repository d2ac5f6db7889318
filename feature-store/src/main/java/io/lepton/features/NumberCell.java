package io.lepton.features;

import org.apache.spark.sql.vectorized.ColumnVector;

/** A feature of a column of numbers. */
record NumberCell(ColumnEncoder.OfNumber encoder, NumberReader reader) implements FeatureWriter.Cell {
    @Override
    public void write(ColumnVector column, RowRange rows, FeatureColumns into, int feature) {
        int begin = into.begin(feature);
        reader.read(column, rows, into.values(), begin);
        encoder.encode(into.values(), begin, begin + rows.count());
    }
}
