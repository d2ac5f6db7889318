package io.lepton.ingest;

import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.to_timestamp;

import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampType;

/**
 * One column from the type that it was read as to the type that it is to have, without loss: Spark's cast alone makes 3 of {@code 3.7}
 * where an int is declared, a date of {@code 2020-01-01 noon}, and a number of {@code 12d}.
 */
record Conversion(String column, DataType from, DataType to, SourceSpec source) {
    private static final String WHOLE = "^[+-]?\\d+$";
    private static final String DECIMAL = "(?i)^[+-]?(\\d+\\.?\\d*|\\.\\d+)(e[+-]?\\d+)?$|^[+-]?(nan|inf|infinity)$";
    private static final String DATE = "^\\d{4,}-\\d{1,2}-\\d{1,2}$";

    Column value() {
        Column read = ColumnNames.of(column);
        if (from instanceof StringType
                && to instanceof DateType
                && format("dateFormat").isPresent()) {
            return to_date(read, format("dateFormat").get());
        }
        if (from instanceof StringType
                && to instanceof TimestampType
                && format("timestampFormat").isPresent()) {
            return to_timestamp(read, format("timestampFormat").get());
        }
        return from.equals(to) ? read : read.cast(to);
    }

    /** True for a value that the type cannot hold as it is; absent where that cannot happen. */
    Optional<Column> refused() {
        if (from.equals(to)) {
            return Optional.empty();
        }
        Column read = ColumnNames.of(column);
        Column lost = value().isNull();
        if (from instanceof StringType) {
            lost = lost.or(
                    pattern().map(pattern -> read.rlike(pattern).unary_$bang()).orElse(lit(false)));
        } else if (from instanceof NumericType && to instanceof IntegralType) {
            lost = lost.or(value().cast(DataTypes.DoubleType).notEqual(read.cast(DataTypes.DoubleType)));
        }
        return Optional.of(read.isNotNull().and(lost));
    }

    private Optional<String> pattern() {
        if (to instanceof IntegralType) {
            return Optional.of(WHOLE);
        }
        if (to instanceof DoubleType || to instanceof FloatType) {
            return Optional.of(DECIMAL);
        }
        return to instanceof DateType && format("dateFormat").isEmpty() ? Optional.of(DATE) : Optional.empty();
    }

    private Optional<String> format(String option) {
        return Optional.ofNullable(source.options().get(option));
    }
}
