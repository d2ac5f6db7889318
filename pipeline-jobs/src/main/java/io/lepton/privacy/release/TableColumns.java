package io.lepton.privacy.release;

import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.privacy.aggregate.PrivateQuery;
import io.lepton.privacy.aggregate.Statistic;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/** The columns of the table that a query is about. */
final class TableColumns {
    private final Dataset<Row> table;

    TableColumns(Dataset<Row> table) {
        this.table = table;
    }

    /** Says which column a query asks for in vain, from names and types alone. */
    void check(PrivateQuery query) {
        query.groups().columns().forEach(this::text);
        query.contribution().person().ifPresent(person -> {
            text(person);
            if (query.groups().columns().contains(person)) {
                throw LeptonException.configuration("Cannot group by column '" + person
                        + "': it tells people apart, and a group of one person tells everything about them.");
            }
        });
        for (Statistic statistic : query.statistics()) {
            statistic.numbers().ifPresent(this::number);
            if (statistic instanceof Statistic.ValueHistogram histogram) {
                text(histogram.column());
            }
        }
    }

    /** A column's values as text; null where they are missing. */
    Column text(String name) {
        DataType type = type(name);
        if (type instanceof ArrayType
                || type instanceof MapType
                || type instanceof StructType
                || type instanceof BinaryType) {
            throw LeptonException.configuration("Cannot release statistics by column '" + name + "': it holds "
                    + type.simpleString() + ", and text, numbers, dates or booleans are needed.");
        }
        return column(name).cast("string");
    }

    /** A column's values as doubles; null where they are missing or not a number. */
    Column number(String name) {
        DataType type = type(name);
        if (!(type instanceof NumericType)) {
            throw LeptonException.configuration("Cannot release statistics of column '" + name + "': it holds "
                    + type.simpleString() + ", no numbers. Ask for --histogram " + name + " instead.");
        }
        Column number = column(name).cast("double");
        return when(isnan(number), lit(null)).otherwise(number);
    }

    boolean holdsIntegers(String name) {
        return type(name) instanceof IntegralType;
    }

    /** Whether histograms of a column count ranges of numbers. */
    boolean holdsNumbers(String name) {
        return type(name) instanceof NumericType;
    }

    private DataType type(String name) {
        List<String> known = Arrays.asList(table.columns());
        if (!known.contains(name)) {
            throw LeptonException.configuration("Cannot release statistics of column '" + name
                    + "': the table has no such column." + Suggestion.didYouMean(name, known) + " It has: "
                    + String.join(", ", known) + ".");
        }
        return table.schema().apply(name).dataType();
    }

    private Column column(String name) {
        return table.col("`" + name.replace("`", "``") + "`");
    }
}
