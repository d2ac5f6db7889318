package io.lepton.features;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Writes the features of rows as Spark holds them in memory into flat arrays: what {@link FittedFeatures#transform} makes, value by value,
 * but without an object a row. For one thread.
 *
 * <p>It reads {@link #inputs}, which stand together in a row, from a place on.
 */
public final class FeatureWriter implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Cell[] cells;
    private final int[] starts;
    private final int features;

    private FeatureWriter(List<Cell> cells, List<Integer> starts, int features) {
        this.cells = cells.toArray(Cell[]::new);
        this.starts = starts.stream().mapToInt(Integer::intValue).toArray();
        this.features = features;
    }

    /** The columns that it reads, one a transformation. */
    public static List<Column> inputs(FittedFeatures fitted) {
        return fitted.encoder().inputs();
    }

    /**
     * Absent where some column is of a type that only {@link FittedFeatures#transform} reads.
     *
     * @param schema of the rows
     * @param first place of the first of the inputs
     */
    public static Optional<FeatureWriter> of(FittedFeatures fitted, StructType schema, int first) {
        List<Cell> cells = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        int features = 0;
        for (ColumnEncoder encoder : fitted.encoder().columnEncoders()) {
            int place = first + cells.size();
            Optional<Cell> cell = cell(encoder, place, schema.fields()[place].dataType());
            if (cell.isEmpty()) {
                return Optional.empty();
            }
            cells.add(cell.get());
            starts.add(features);
            features += encoder.names().size();
        }
        return Optional.of(new FeatureWriter(cells, starts, features));
    }

    private static Optional<Cell> cell(ColumnEncoder encoder, int place, DataType type) {
        if (type.typeName().equals("string")) {
            return Optional.of(new TextCell(encoder, place));
        }
        if (encoder instanceof ColumnEncoder.OfNumber ofNumber) {
            return NumberCell.Reader.of(type).map(reader -> new NumberCell(ofNumber, place, reader));
        }
        if (encoder instanceof ColumnEncoder.DateParts parts) {
            return DateCell.of(parts, place, type);
        }
        return Optional.empty();
    }

    /** Numbers that it writes a row. */
    public int features() {
        return features;
    }

    /** Writes all features of a row from a place on, whatever stands there. */
    public void write(InternalRow row, float[] into, int at) {
        Arrays.fill(into, at, at + features, 0);
        for (int i = 0; i < cells.length; i++) {
            cells[i].write(row, into, at + starts[i]);
        }
    }

    /** Writes what is made of one column, into cells that are 0. */
    interface Cell extends Serializable {
        void write(InternalRow row, float[] into, int at);
    }
}
