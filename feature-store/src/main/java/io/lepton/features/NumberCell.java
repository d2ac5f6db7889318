package io.lepton.features;

import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;

/** A feature of a column of numbers. */
record NumberCell(ColumnEncoder.OfNumber encoder, int place, Reader reader) implements FeatureWriter.Cell {
    @Override
    public void write(InternalRow row, float[] into, int at) {
        into[at] = encoder.of(row.isNullAt(place) ? Double.NaN : finite(reader.read(row, place)));
    }

    private static double finite(double number) {
        return Double.isInfinite(number) ? Double.NaN : number;
    }

    /** Reads a number of one type. */
    @FunctionalInterface
    interface Reader extends java.io.Serializable {
        double read(InternalRow row, int place);

        static Optional<Reader> of(DataType type) {
            if (type instanceof DecimalType decimal) {
                return Optional.of((row, place) -> row.getDecimal(place, decimal.precision(), decimal.scale())
                        .toJavaBigDecimal()
                        .doubleValue());
            }
            Map<DataType, Reader> readers = Map.of(
                    DataTypes.DoubleType, InternalRow::getDouble,
                    DataTypes.FloatType, InternalRow::getFloat,
                    DataTypes.LongType, InternalRow::getLong,
                    DataTypes.IntegerType, InternalRow::getInt,
                    DataTypes.ShortType, InternalRow::getShort,
                    DataTypes.ByteType, InternalRow::getByte,
                    DataTypes.BooleanType, (row, place) -> row.getBoolean(place) ? 1 : 0);
            return Optional.ofNullable(readers.get(type));
        }
    }
}
