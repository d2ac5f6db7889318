package io.lepton.features;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Writes the features of rows, column by column, from columns as Spark holds them in memory: what {@link FittedFeatures#transform} makes, value
 * by value, but without an object a row. For one thread.
 *
 * <p>It reads {@link #inputs}.
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
     * @param schema of rows that have the inputs among their columns
     * @param first place of the first of the inputs
     */
    public static Optional<FeatureWriter> of(FittedFeatures fitted, StructType schema, int first) {
        List<Cell> cells = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        int features = 0;
        for (ColumnEncoder encoder : fitted.encoder().columnEncoders()) {
            Optional<Cell> cell = cell(encoder, schema.fields()[first + cells.size()].dataType());
            if (cell.isEmpty()) {
                return Optional.empty();
            }
            cells.add(cell.get());
            starts.add(features);
            features += encoder.names().size();
        }
        return Optional.of(new FeatureWriter(cells, starts, features));
    }

    private static Optional<Cell> cell(ColumnEncoder encoder, DataType type) {
        if (type.typeName().equals("string")) {
            return Optional.of(new TextCell(encoder));
        }
        if (encoder instanceof ColumnEncoder.OfNumber ofNumber) {
            return NumberReader.of(type).map(reader -> new NumberCell(ofNumber, reader));
        }
        if (encoder instanceof ColumnEncoder.DateParts parts) {
            return DateCell.of(parts, type);
        }
        return Optional.empty();
    }

    /** Numbers that it writes a row. */
    public int features() {
        return features;
    }

    /** Must be told each time that columns get other values. */
    public void begin() {
        for (Cell cell : cells) {
            cell.begin();
        }
    }

    /**
     * Writes all features of some rows, from row 0 of {@code into} on, whatever stands there.
     *
     * @param inputs a column each
     */
    public void write(ColumnVector[] inputs, RowRange rows, FeatureColumns into) {
        for (int i = 0; i < cells.length; i++) {
            cells[i].write(inputs[i], rows, into, starts[i]);
        }
    }

    /** Writes what is made of one column. */
    interface Cell extends Serializable {
        /** Columns have other values from now on. */
        default void begin() {}

        /** @param feature the first that it makes */
        void write(ColumnVector column, RowRange rows, FeatureColumns into, int feature);
    }
}
