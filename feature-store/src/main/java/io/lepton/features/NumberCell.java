package io.lepton.features;

import org.apache.spark.sql.vectorized.ColumnVector;

/** A feature of a column of numbers. */
record NumberCell(ColumnEncoder.OfNumber encoder, NumberReader reader) implements FeatureWriter.Cell {
    @Override
    public void write(ColumnVector column, RowRange rows, FeatureColumns into, int feature) {
        double[] values = into.values();
        int begin = into.begin(feature);
        reader.read(column, rows, values, begin);
        for (int i = begin; i < begin + rows.count(); i++) {
            if (Double.isInfinite(values[i])) {
                values[i] = Double.NaN;
            }
        }
        encoder.encode(values, begin, begin + rows.count());
    }
}
