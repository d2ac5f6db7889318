package io.lepton.fairness.mitigation;

import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.regexp_replace;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;

/** Groups of people as columns: their names, and what was fitted for each. */
public final class Groups {
    /** The group of rows that lack a value. */
    public static final String MISSING = "(missing)";

    /** More are names of people, rather than groups of them. */
    public static final int MOST = 1000;

    private Groups() {}

    /** The group's name. */
    public static Column name(GroupParams<?> stage, StructType schema) {
        Column[] names = Arrays.stream(stage.getOrDefault(stage.protectedCols()))
                .map(column -> text(schema, column))
                .toArray(Column[]::new);
        if (names.length == 1) {
            return names[0];
        }
        // Escaped, so that ("a, b", "c") and ("a", "b, c") stay two groups.
        return concat_ws(
                ", ",
                Arrays.stream(names)
                        .map(name -> regexp_replace(name, "([\\\\,])", "\\\\$1"))
                        .toArray(Column[]::new));
    }

    /** A value as text; whole numbers look alike whatever their type, and a missing value is {@link #MISSING}. */
    public static Column text(StructType schema, String column) {
        Column value = Cells.column(column);
        Column text = value.cast("string");
        boolean number = schema.apply(column).dataType() instanceof NumericType;
        return coalesce(number ? regexp_replace(text, "\\.0$", "") : text, lit(MISSING));
    }

    static Column place(GroupParams<?> stage, StructType schema, List<String> groups) {
        Column name = name(stage, schema);
        Column place = array_position(lit(groups.toArray(String[]::new)), name).cast("int");
        if (stage.keepsUnseenGroups()) {
            return place;
        }
        Column refusal = raise_error(
                        concat(
                                lit("Cannot repair a row of group '"),
                                name,
                                lit(
                                        "' of " + String.join(", ", stage.getOrDefault(stage.protectedCols()))
                                                + ": no row of it was seen when fitting. Fit on rows of all groups, or set handleInvalid to keep.")))
                .cast("int");
        return when(place.gt(0), place).otherwise(refusal);
    }

    /**
     * A number that was fitted for each group, looked up for each row; null for place 0.
     *
     * @param place of the row's group, from 1
     */
    public static <T> Column lookup(Column place, List<T> fitted, Function<T, Double> number) {
        double[] numbers = fitted.stream().mapToDouble(number::apply).toArray();
        return when(place.gt(0), element_at(lit(numbers), place));
    }

    static void require(GroupParams<?> stage, StructType schema) {
        if (!stage.isDefined(stage.protectedCols()) || stage.getOrDefault(stage.protectedCols()).length == 0) {
            throw LeptonException.configuration("Cannot repair: protectedCols of " + stage.uid()
                    + " is not set. Name the columns that tell a row's group.");
        }
        for (String column : stage.getOrDefault(stage.protectedCols())) {
            requireText(schema, column, "protectedCols");
        }
    }

    /** @throws LeptonException configuration, where the column is missing or no text, number or boolean */
    public static void requireText(StructType schema, String column, String param) {
        DataType type = Cells.require(schema, column, param);
        if (!(type instanceof StringType || type instanceof NumericType || type instanceof BooleanType)) {
            throw LeptonException.configuration("Cannot tell groups by column '" + column + "' (" + param + "): it is "
                    + type.simpleString() + ". Name a column of texts, numbers or booleans.");
        }
    }

    /** @throws LeptonException configuration, where there are too many */
    public static void requireFew(int groups, GroupParams<?> stage) {
        requireFew(groups, String.join(", ", stage.getOrDefault(stage.protectedCols())));
    }

    /**
     * The same of groups that no stage tells.
     *
     * @param columns that make them
     */
    public static void requireFew(int groups, String columns) {
        if (groups > MOST) {
            throw LeptonException.configuration("Cannot repair by " + columns + ": they make more than " + MOST
                    + " groups. Name columns with fewer values, or generalize them first.");
        }
    }
}
