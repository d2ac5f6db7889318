package io.lepton.privacy.scan;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;

/** How a scan reads the values of a type from Spark's rows. */
enum Reading {
    WHOLE_NUMBER,
    FRACTION,
    TEXT,
    /** Days since 1970. */
    DATE,
    /** Values that can only be told apart. */
    HASH,
    /** Maps: Spark does not compare them. */
    PRESENCE;

    static Reading of(DataType type) {
        if (type instanceof StringType) {
            return TEXT;
        }
        if (type instanceof ByteType
                || type instanceof ShortType
                || type instanceof IntegerType
                || type instanceof LongType
                || type instanceof DecimalType decimal && decimal.scale() == 0 && decimal.precision() <= 18) {
            return WHOLE_NUMBER;
        }
        if (type instanceof DoubleType || type instanceof FloatType || type instanceof DecimalType) {
            return FRACTION;
        }
        if (type instanceof DateType) {
            return DATE;
        }
        return type instanceof MapType ? PRESENCE : HASH;
    }

    boolean numeric() {
        return this == WHOLE_NUMBER || this == FRACTION;
    }

    /** Text as it is, all else as a long or a double. */
    Column column(Column value, DataType type) {
        return switch (this) {
            case TEXT -> value;
            case WHOLE_NUMBER -> value.cast(DataTypes.LongType);
            case FRACTION -> value.cast(DataTypes.DoubleType);
            case DATE -> call_function("unix_date", value).cast(DataTypes.LongType);
            case HASH -> type instanceof BooleanType
                    ? value.cast(DataTypes.LongType)
                    : when(value.isNotNull(), xxhash64(value));
            case PRESENCE -> when(value.isNotNull(), lit(0L));
        };
    }
}
