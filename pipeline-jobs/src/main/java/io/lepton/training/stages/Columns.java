package io.lepton.training.stages;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** What the stages do with column names and schemas. */
public final class Columns {
    private Columns() {}

    static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    static boolean has(StructType schema, String column) {
        return Arrays.asList(schema.fieldNames()).contains(column);
    }

    /** The schema with a vector column added, as Spark ML's contract has it: checked before any data is read. */
    static StructType withVector(StructType schema, String input, String output) {
        requireVector(schema, input);
        return adding(schema, output, SQLDataTypes.VectorType());
    }

    /** @throws IllegalArgumentException when the column is absent or no vector */
    public static void requireVector(StructType schema, String column) {
        if (!has(schema, column)) {
            throw new IllegalArgumentException("Cannot read column '" + column + "': it does not exist. Columns: "
                    + String.join(", ", schema.fieldNames()) + ".");
        }
        DataType type = schema.apply(column).dataType();
        if (!type.equals(SQLDataTypes.VectorType())) {
            throw new IllegalArgumentException("Cannot read column '" + column + "': it is " + type.simpleString()
                    + " and must be a vector. Convert arrays by functions.array_to_vector.");
        }
    }

    /** @throws IllegalArgumentException when the column exists already */
    public static StructType adding(StructType schema, String column, DataType type) {
        if (has(schema, column)) {
            throw new IllegalArgumentException("Cannot add column '" + column + "': it exists already. Drop it first.");
        }
        return schema.add(column, type, true);
    }
}
