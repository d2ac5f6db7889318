package io.lepton.jobs.forget;

import static org.apache.spark.sql.functions.udf;

import java.math.BigDecimal;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/**
 * The person to forget; never printed.
 *
 * @param id as a person writes it
 * @param column of the raw table that holds it
 */
public record Subject(String id, String column) {
    public Subject {
        id = id.strip();
    }

    /** Whether a value of the column is the id; a function, so that plans, logs and Delta's commits do not show the id. */
    Column is(Column value, DataType type) {
        boolean number = type instanceof NumericType;
        String wanted = number ? canonical(id) : id;
        UDF1<String, Boolean> same = text -> text != null && (number ? canonical(text) : text.strip()).equals(wanted);
        return udf(same, DataTypes.BooleanType).apply(value.cast(DataTypes.StringType));
    }

    /** How the id may be written. */
    Set<String> spellings() {
        return Set.copyOf(
                java.util.List.of(id, canonical(id)).stream().distinct().toList());
    }

    private static String canonical(String number) {
        try {
            return new BigDecimal(number.strip()).stripTrailingZeros().toPlainString();
        } catch (NumberFormatException e) {
            return number;
        }
    }

    @Override
    public String toString() {
        return "Subject[id=***, column=" + column + "]";
    }
}
