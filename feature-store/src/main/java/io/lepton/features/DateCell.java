package io.lepton.features;

import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.vectorized.ColumnVector;

/** The parts of a date, or of a time's day in UTC. */
final class DateCell implements FeatureWriter.Cell {
    private static final long serialVersionUID = 1L;
    private static final long MICROSECONDS_OF_DAY = 86_400_000_000L;

    private final ColumnEncoder.DateParts encoder;
    /** Whether the column holds microseconds, or days. */
    private final boolean time;

    private final float[] parts;

    private DateCell(ColumnEncoder.DateParts encoder, boolean time) {
        this.encoder = encoder;
        this.time = time;
        this.parts = new float[encoder.names().size()];
    }

    static Optional<FeatureWriter.Cell> of(ColumnEncoder.DateParts encoder, DataType type) {
        boolean time = type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType);
        return time || type.equals(DataTypes.DateType) ? Optional.of(new DateCell(encoder, time)) : Optional.empty();
    }

    @Override
    public void write(ColumnVector column, RowRange rows, FeatureColumns into, int feature) {
        for (int i = 0; i < rows.count(); i++) {
            int place = rows.place(i);
            encoder.write(column.isNullAt(place) ? null : date(column, place), parts, 0);
            for (int part = 0; part < parts.length; part++) {
                into.values()[into.begin(feature + part) + i] = parts[part];
            }
        }
    }

    private LocalDate date(ColumnVector column, int place) {
        return LocalDate.ofEpochDay(
                time ? Math.floorDiv(column.getLong(place), MICROSECONDS_OF_DAY) : column.getInt(place));
    }
}
