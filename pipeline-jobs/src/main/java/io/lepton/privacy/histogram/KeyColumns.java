package io.lepton.privacy.histogram;

import io.lepton.error.LeptonException;
import io.lepton.privacy.values.Dictionary;
import io.lepton.privacy.values.NumberDictionary;
import io.lepton.privacy.values.TextDictionary;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/**
 * The columns that rows are counted by: quasi-identifiers first, then sensitive ones.
 *
 * @param names of them
 * @param types of them, in the same order
 * @param identifying how many are quasi-identifiers
 */
record KeyColumns(List<String> names, List<DataType> types, int identifying) {
    /** @throws LeptonException configuration, if a column holds what cannot be counted so */
    static KeyColumns of(Dataset<Row> table, List<String> quasiIdentifiers, List<String> sensitive) {
        List<String> names =
                Stream.concat(quasiIdentifiers.stream(), sensitive.stream()).toList();
        List<DataType> types = names.stream()
                .map(name -> supported(name, table.schema().apply(name).dataType()))
                .toList();
        return new KeyColumns(names, types, quasiIdentifiers.size());
    }

    private static DataType supported(String name, DataType type) {
        if (type instanceof NumericType
                || type instanceof DateType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType
                || type instanceof StringType
                || type instanceof BooleanType) {
            return type;
        }
        throw LeptonException.configuration(
                "Cannot anonymize column '" + name + "': it holds " + type.simpleString()
                        + ", and a quasi-identifier or sensitive column must be text, a number, a date or a boolean. Drop the column, or take it apart first.");
    }

    static Column column(Dataset<Row> table, String name) {
        return table.col("`" + name.replace("`", "``") + "`");
    }

    /** Their values as dictionaries take them; decimals are texts. */
    List<Column> of(Dataset<Row> table) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            Column column = column(table, names.get(i));
            columns.add(types.get(i) instanceof DecimalType ? column.cast(DataTypes.StringType) : column);
        }
        return columns;
    }

    List<Dictionary> dictionaries() {
        return types.stream().map(KeyColumns::dictionary).toList();
    }

    private static Dictionary dictionary(DataType type) {
        return type instanceof StringType || type instanceof DecimalType
                ? new TextDictionary()
                : new NumberDictionary(type);
    }
}
