package io.lepton.fairness.counts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampType;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * A column to count rows by.
 *
 * @param name for messages and reports
 * @param kind whether its values are texts or numbers
 * @param value string or double, as its kind says; null where it is missing
 */
public record CountedColumn(String name, Kind kind, Column value) {
    private static final double SECONDS_OF_A_DAY = 86_400;

    /** How values are told apart: texts by themselves, numbers by ranges. */
    public enum Kind {
        TEXT,
        NUMBER
    }

    /** A column of texts, whatever its type. */
    public static CountedColumn texts(String name, Column value) {
        return new CountedColumn(name, Kind.TEXT, value.cast("string"));
    }

    /** A column of numbers. */
    public static CountedColumn numbers(String name, Column value) {
        return new CountedColumn(name, Kind.NUMBER, value.cast("double"));
    }

    /**
     * A column of a table by its type: numbers, days and times are numbers, anything else is text, and a blank text is missing.
     *
     * @throws LeptonException configuration, if it holds lists, maps, structures or bytes
     */
    public static CountedColumn of(Dataset<Row> rows, String name) {
        DataType type = rows.schema().apply(name).dataType();
        Column value = column(name);
        if (!isPlain(type)) {
            throw LeptonException.configuration(
                    "Cannot count rows by column '%s': it holds %s, not plain values. Leave it out, or take its parts as columns."
                            .formatted(name, type.simpleString()));
        }
        if (type instanceof NumericType) {
            return numbers(name, value);
        }
        if (type instanceof DateType) {
            return numbers(name, value.cast("timestamp").cast("double").divide(SECONDS_OF_A_DAY));
        }
        if (type instanceof TimestampType) {
            return numbers(name, value);
        }
        Column text = value.cast("string");
        return texts(name, when(trim(text).notEqual(""), text));
    }

    /** Whether values of a type can be counted by. */
    public static boolean isPlain(DataType type) {
        return !(type instanceof ArrayType
                || type instanceof MapType
                || type instanceof StructType
                || type instanceof BinaryType
                || type instanceof UserDefinedType);
    }

    private static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }
}
