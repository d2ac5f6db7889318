package io.lepton.features;

import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Reads columns of numbers of one type. */
final class NumberReader implements Serializable {
    private static final long serialVersionUID = 1L;

    /** A loop a type, for the virtual machine to compile each by itself. */
    private static final Map<DataType, Loop> LOOPS = Map.of(
            DataTypes.DoubleType,
            (column, rows, into, at) -> {
                for (int i = 0; i < rows.count(); i++) {
                    into[at + i] = column.getDouble(rows.place(i));
                }
            },
            DataTypes.FloatType,
            (column, rows, into, at) -> {
                for (int i = 0; i < rows.count(); i++) {
                    into[at + i] = column.getFloat(rows.place(i));
                }
            },
            DataTypes.LongType,
            (column, rows, into, at) -> {
                for (int i = 0; i < rows.count(); i++) {
                    into[at + i] = column.getLong(rows.place(i));
                }
            },
            DataTypes.IntegerType,
            (column, rows, into, at) -> {
                for (int i = 0; i < rows.count(); i++) {
                    into[at + i] = column.getInt(rows.place(i));
                }
            },
            DataTypes.ShortType,
            (column, rows, into, at) -> {
                for (int i = 0; i < rows.count(); i++) {
                    into[at + i] = column.getShort(rows.place(i));
                }
            },
            DataTypes.ByteType,
            (column, rows, into, at) -> {
                for (int i = 0; i < rows.count(); i++) {
                    into[at + i] = column.getByte(rows.place(i));
                }
            },
            DataTypes.BooleanType,
            (column, rows, into, at) -> {
                for (int i = 0; i < rows.count(); i++) {
                    into[at + i] = column.getBoolean(rows.place(i)) ? 1 : 0;
                }
            });

    private final Loop loop;

    private NumberReader(Loop loop) {
        this.loop = loop;
    }

    /** Absent for types that are none of numbers. */
    static Optional<NumberReader> of(DataType type) {
        Optional<Loop> loop = type instanceof DecimalType decimal
                ? Optional.of(ofDecimals(decimal))
                : Optional.ofNullable(LOOPS.get(type));
        return loop.map(NumberReader::new);
    }

    private static Loop ofDecimals(DecimalType type) {
        return (column, rows, into, at) -> {
            for (int i = 0; i < rows.count(); i++) {
                int place = rows.place(i);
                if (!column.isNullAt(place)) {
                    into[at + i] = column.getDecimal(place, type.precision(), type.scale())
                            .toJavaBigDecimal()
                            .doubleValue();
                }
            }
        };
    }

    /** Writes the numbers of some rows to {@code into}, from {@code at} on; NaN where there is none. */
    void read(ColumnVector column, RowRange rows, double[] into, int at) {
        loop.read(column, rows, into, at);
        for (int i = 0; column.hasNull() && i < rows.count(); i++) {
            if (column.isNullAt(rows.place(i))) {
                into[at + i] = Double.NaN;
            }
        }
    }

    /** Writes anything where a value is missing. */
    private interface Loop extends Serializable {
        void read(ColumnVector column, RowRange rows, double[] into, int at);
    }
}
