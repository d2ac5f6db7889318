package io.lepton.fairness.mitigation;

import static org.apache.spark.ml.functions.vector_to_array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/** Columns by name, checked before any data is read. */
public final class Cells {
    private Cells() {}

    /** A column whose name may hold anything. */
    public static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }

    /** As double; null and NaN are null. */
    public static Column number(String name) {
        Column value = column(name).cast("double");
        return when(isnan(value), lit(null)).otherwise(value);
    }

    /** A number as it is, or a probability vector's second element; null and NaN are null. */
    public static Column score(StructType schema, String name) {
        if (!isVector(schema, name)) {
            return number(name);
        }
        Column second = array(name).getItem(1);
        return when(isnan(second), lit(null)).otherwise(second);
    }

    /** A vector column as an array of doubles; null for null, which Spark's own function fails at. */
    public static Column array(String name) {
        return when(column(name).isNotNull(), vector_to_array(column(name), "float64"));
    }

    /** A weight column's values, or 1 where its name is empty. */
    public static Column weight(String name) {
        return name.isEmpty() ? lit(1.0) : column(name).cast("double");
    }

    public static boolean isVector(StructType schema, String name) {
        return schema.apply(name).dataType().equals(SQLDataTypes.VectorType());
    }

    public static boolean has(StructType schema, String name) {
        return Arrays.asList(schema.fieldNames()).contains(name);
    }

    /**
     * The column's type.
     *
     * @param param which parameter names it
     * @throws LeptonException configuration, where the schema lacks it
     */
    public static DataType require(StructType schema, String name, String param) {
        if (!has(schema, name)) {
            throw LeptonException.configuration("Cannot read column '" + name + "' (" + param
                    + "): it does not exist. Name one of " + String.join(", ", schema.fieldNames()) + ".");
        }
        return schema.apply(name).dataType();
    }

    /** @throws LeptonException configuration, where the schema lacks it or it is neither a number nor a boolean */
    public static void requireNumber(StructType schema, String name, String param) {
        DataType type = require(schema, name, param);
        if (!(type instanceof NumericType || type instanceof BooleanType)) {
            throw wrong(name, param, type, "a number");
        }
    }

    /** @throws LeptonException configuration, where the schema lacks it or it is neither a number nor a vector */
    public static void requireScore(StructType schema, String name, String param) {
        DataType type = require(schema, name, param);
        if (!(type instanceof NumericType || isVector(schema, name))) {
            throw wrong(name, param, type, "a number, or a vector of two probabilities");
        }
    }

    /** @throws LeptonException configuration, where the schema lacks it or it is no vector */
    public static void requireVector(StructType schema, String name, String param) {
        DataType type = require(schema, name, param);
        if (!isVector(schema, name)) {
            throw wrong(name, param, type, "a vector; make one by VectorAssembler");
        }
    }

    private static LeptonException wrong(String name, String param, DataType type, String expected) {
        return LeptonException.configuration("Cannot read column '" + name + "' (" + param + "): it is "
                + type.simpleString() + ". It must be " + expected + ".");
    }

    /**
     * The schema with one more column; as it is where the name is empty.
     *
     * @throws LeptonException configuration, where the column exists already
     */
    public static StructType adding(StructType schema, String name, DataType type, String param) {
        if (name.isEmpty()) {
            return schema;
        }
        if (has(schema, name)) {
            throw LeptonException.configuration("Cannot add column '" + name + "' (" + param
                    + "): it exists already. Drop it first, or set " + param + " to another name.");
        }
        return schema.add(name, type, true);
    }
}
