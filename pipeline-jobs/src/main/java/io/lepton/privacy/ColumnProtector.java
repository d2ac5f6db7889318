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
import static org.apache.spark.sql.functions.quarter;
import static org.apache.spark.sql.functions.to_date;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.weekofyear;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import io.lepton.error.LeptonException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;

/** Applies {@link ColumnProtection}s as column expressions. */
final class ColumnProtector {
    private final Map<String, ColumnProtection> protections = new LinkedHashMap<>();

    ColumnProtector(List<ColumnProtection> protections) {
        for (ColumnProtection protection : protections) {
            if (this.protections.put(protection.column(), protection) != null) {
                throw LeptonException.configuration("Cannot protect column '" + protection.column()
                        + "': two protections are given for it. Keep one of them.");
            }
            check(protection);
        }
    }

    private static void check(ColumnProtection protection) {
        String column = protection.column();
        if (protection instanceof ColumnProtection.Mask mask) {
            require(
                    mask.keepFirst() >= 0 && mask.keepLast() >= 0,
                    column,
                    "keep-first and keep-last must be 0 or more");
        } else if (protection instanceof ColumnProtection.GeneralizeNumber number) {
            require(
                    number.width() > 0 && Double.isFinite(number.width()),
                    column,
                    "the width of its ranges must be above 0");
        } else if (protection instanceof ColumnProtection.GeneralizePrefix prefix) {
            require(prefix.characters() >= 0, column, "the characters to keep must be 0 or more");
        } else if (protection instanceof ColumnProtection.GeneralizeHierarchy tree) {
            int levels = tree.hierarchy().levels();
            require(
                    tree.level() >= 1 && tree.level() <= levels,
                    column,
                    "level " + tree.level() + " is asked for, and "
                            + tree.hierarchy().source() + " has levels 1 to " + levels);
        } else if (protection instanceof ColumnProtection.Pseudonymize pseudonymize) {
            new Pseudonyms(column, pseudonymize.key());
        }
    }

    private static void require(boolean holds, String column, String message) {
        if (!holds) {
            throw LeptonException.configuration("Cannot protect column '" + column + "': " + message + ".");
        }
    }

    Dataset<Row> protect(Dataset<Row> raw) {
        protections.keySet().forEach(column -> Columns.require(raw, column, "protect"));
        List<Column> columns = new ArrayList<>();
        for (String name : raw.columns()) {
            ColumnProtection protection = protections.get(name);
            if (protection == null) {
                columns.add(Columns.of(raw, name));
            } else if (!(protection instanceof ColumnProtection.Drop)) {
                columns.add(expression(raw, protection).as(name));
            }
        }
        return raw.select(columns.toArray(Column[]::new));
    }

    private static Column expression(Dataset<Row> raw, ColumnProtection protection) {
        Column value = Columns.of(raw, protection.column());
        Column text = value.cast(DataTypes.StringType);
        if (protection instanceof ColumnProtection.Mask mask) {
            return mask(text, mask);
        } else if (protection instanceof ColumnProtection.Pseudonymize pseudonymize) {
            return udf(new Pseudonyms(pseudonymize.column(), pseudonymize.key()), DataTypes.StringType)
                    .apply(text);
        } else if (protection instanceof ColumnProtection.GeneralizeNumber number) {
            require(
                    Columns.type(raw, number.column()) instanceof NumericType,
                    number.column(),
                    "it is to be put into ranges and holds "
                            + Columns.type(raw, number.column()).simpleString() + ", no numbers");
            return range(value, number.width());
        } else if (protection instanceof ColumnProtection.GeneralizeDate date) {
            return when(value.isNull(), lit(null)).otherwise(coalesce(date(to_date(value), date.part()), lit("*")));
        } else if (protection instanceof ColumnProtection.GeneralizePrefix prefix) {
            return concat(
                    text.substr(1, prefix.characters()),
                    stars(greatest(length(text).minus(prefix.characters()), lit(0))));
        } else if (protection instanceof ColumnProtection.GeneralizeHierarchy tree) {
            return label(raw, text, tree);
        }
        throw new IllegalStateException("no expression for " + protection);
    }

    private static Column stars(Column count) {
        return call_function("repeat", lit("*"), count);
    }

    private static Column mask(Column text, ColumnProtection.Mask mask) {
        int kept = mask.keepFirst() + mask.keepLast();
        Column hidden = length(text).minus(kept);
        Column end = mask.keepLast() == 0
                ? lit("")
                : text.substr(length(text).minus(mask.keepLast() - 1), lit(mask.keepLast()));
        return when(hidden.leq(0), stars(length(text)))
                .otherwise(concat(text.substr(1, mask.keepFirst()), stars(hidden), end));
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

    private static Column label(Dataset<Row> raw, Column text, ColumnProtection.GeneralizeHierarchy tree) {
        HashMap<String, String> labels = new HashMap<>();
        tree.hierarchy().labels().forEach((value, path) -> labels.put(value, path.get(tree.level() - 1)));
        Column label =
                udf((UDF1<String, String>) labels::get, DataTypes.StringType).apply(text);
        List<Row> unknown = raw.select(text.as("value"))
                .filter(text.isNotNull().and(label.isNull()))
                .agg(org.apache.spark.sql.functions.min(col("value")))
                .collectAsList();
        if (!unknown.get(0).isNullAt(0)) {
            throw tree.hierarchy().unknown(tree.column(), unknown.get(0).getString(0));
        }
        return label;
    }
}
