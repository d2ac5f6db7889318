package io.lepton.privacy;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.date_add;
import static org.apache.spark.sql.functions.udf;

import io.lepton.error.LeptonException;
import io.lepton.privacy.column.ShiftedDays;
import io.lepton.privacy.column.ShiftedText;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** {@link ColumnProtection.ShiftDates} as a column expression, by the column's type. */
final class DateShift {
    private DateShift() {}

    /** @throws LeptonException configuration, if the column holds neither dates nor timestamps nor texts, or there is no such person */
    static Column of(Dataset<Row> raw, ColumnProtection.ShiftDates shift) {
        Columns.require(raw, shift.person(), "shift dates by");
        DataType type = Columns.type(raw, shift.column());
        Column value = Columns.of(raw, shift.column());
        Column person = Columns.of(raw, shift.person()).cast(DataTypes.StringType);
        ShiftedDays shifted = new ShiftedDays(shift.column(), shift.person(), shift.days(), shift.key());
        Column days = udf(shifted, DataTypes.IntegerType).apply(value.isNotNull(), person);
        if (type.equals(DataTypes.DateType)) {
            return date_add(value, days);
        } else if (type.equals(DataTypes.TimestampType) || type.equals(DataTypes.TimestampNTZType)) {
            return value.plus(call_function("make_dt_interval", days));
        } else if (type.equals(DataTypes.StringType)) {
            return udf(text(shift, shifted), DataTypes.StringType).apply(value, person);
        }
        throw LeptonException.configuration("Cannot shift the dates of column '" + shift.column() + "': it holds "
                + type.simpleString() + ", no dates. Declare its type in ingest.columns: date, timestamp or string.");
    }

    private static ShiftedText text(ColumnProtection.ShiftDates shift, ShiftedDays days) {
        try {
            return new ShiftedText(days, shift.pattern());
        } catch (IllegalArgumentException e) {
            throw LeptonException.configuration(
                    "Cannot shift the dates of column '" + shift.column() + "': its date-format '" + shift.pattern()
                            + "' cannot be used: " + e.getMessage() + ". For example: dd/MM/yyyy.",
                    e);
        }
    }
}
