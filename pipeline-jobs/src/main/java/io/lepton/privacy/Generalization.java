package io.lepton.privacy;

import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.date_format;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lpad;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.quarter;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.weekofyear;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import io.lepton.error.LeptonException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.NumericType;

/** Values made coarser, as column expressions. */
final class Generalization {
    private Generalization() {}

    static Column stars(Column count) {
        return call_function("repeat", lit("*"), count);
    }

    /** The first characters, the others starred. */
    static Column prefix(Column text, ColumnProtection.GeneralizePrefix prefix) {
        return concat(
                text.substr(1, prefix.characters()), stars(greatest(length(text).minus(prefix.characters()), lit(0))));
    }

    static Column range(Dataset<Row> raw, ColumnProtection.GeneralizeNumber number) {
        DataType type = Columns.type(raw, number.column());
        if (!(type instanceof NumericType)) {
            throw LeptonException.configuration("Cannot protect column '" + number.column()
                    + "': it is to be put into ranges and holds " + type.simpleString() + ", no numbers.");
        }
        return range(Columns.of(raw, number.column()), number.width());
    }

    static Column date(Column value, ColumnProtection.GeneralizeDate date) {
        return when(value.isNull(), lit(null)).otherwise(coalesce(date(to_date(value), date.part()), lit("*")));
    }

    /** In decimals, as 0.3 / 0.1 is below 3 in doubles; numbers too large for that fall back to doubles. */
    private static Column range(Column value, double width) {
        BigDecimal step = BigDecimal.valueOf(width).stripTrailingZeros();
        BigDecimal exact = step.scale() < 0 ? step.setScale(0) : step;
        Column number = floor(value.cast("decimal(38,12)").divide(lit(exact)));
        Column decimals = text(number.multiply(lit(exact)), number.plus(1).multiply(lit(exact)), exact.scale());
        Column lowest = floor(value.cast("double").divide(width)).multiply(width);
        Column doubles = concat(
                lit("["), lowest.cast("string"), lit(", "), lowest.plus(width).cast("string"), lit(")"));
        return coalesce(decimals, doubles);
    }

    private static Column text(Column low, Column high, int scale) {
        String type = "decimal(38," + scale + ")";
        return concat(
                lit("["),
                low.cast(type).cast("string"),
                lit(", "),
                high.cast(type).cast("string"),
                lit(")"));
    }

    private static Column date(Column date, DatePart part) {
        return switch (part) {
            case YEAR -> date_format(date, "yyyy");
            case QUARTER -> concat(
                    year(date).cast("string"), lit("-Q"), quarter(date).cast("string"));
            case MONTH -> date_format(date, "yyyy-MM");
            case WEEK -> concat(
                    call_function("date_part", lit("YEAROFWEEK"), date).cast("string"),
                    lit("-W"),
                    lpad(weekofyear(date).cast("string"), 2, "0"));
            case DAY -> date_format(date, "yyyy-MM-dd");
        };
    }

    static Column label(Dataset<Row> raw, ColumnProtection.GeneralizeHierarchy tree) {
        Column text = text(raw, tree.column());
        HashMap<String, String> labels = new HashMap<>();
        tree.hierarchy()
                .labels()
                .forEach((value, path) -> labels.put(value, tree.level() == 0 ? value : path.get(tree.level() - 1)));
        Column label =
                udf((UDF1<String, String>) labels::get, DataTypes.StringType).apply(text);
        List<Row> unknown = raw.select(text.as("value"))
                .filter(text.isNotNull().and(label.isNull()))
                .agg(min(col("value")))
                .collectAsList();
        if (!unknown.get(0).isNullAt(0)) {
            throw tree.hierarchy().unknown(tree.column(), unknown.get(0).getString(0));
        }
        return label;
    }

    /** As hierarchies write values: 39, and not 39.0 or 39.00. */
    private static Column text(Dataset<Row> raw, String column) {
        Column value = Columns.of(raw, column);
        Column text = value.cast(DataTypes.StringType);
        DataType type = Columns.type(raw, column);
        boolean fractions =
                type instanceof DecimalType || type.equals(DataTypes.DoubleType) || type.equals(DataTypes.FloatType);
        return fractions
                ? coalesce(regexp_replace(value.cast("decimal(38,12)").cast("string"), "\\.?0+$", ""), text)
                : text;
    }
}
