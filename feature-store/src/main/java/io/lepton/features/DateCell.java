package io.lepton.features;

import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The parts of a date, or of a time's day in UTC.
 *
 * @param time whether the column holds microseconds, or days
 */
record DateCell(ColumnEncoder.DateParts encoder, int place, boolean time) implements FeatureWriter.Cell {
    private static final long MICROSECONDS_OF_DAY = 86_400_000_000L;

    static Optional<FeatureWriter.Cell> of(ColumnEncoder.DateParts encoder, int place, DataType type) {
        boolean time = type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType);
        return time || type.equals(DataTypes.DateType)
                ? Optional.of(new DateCell(encoder, place, time))
                : Optional.empty();
    }

    @Override
    public void write(InternalRow row, float[] into, int at) {
        if (row.isNullAt(place)) {
            encoder.write(null, into, at);
            return;
        }
        long day = time ? Math.floorDiv(row.getLong(place), MICROSECONDS_OF_DAY) : row.getInt(place);
        encoder.write(LocalDate.ofEpochDay(day), into, at);
    }
}
