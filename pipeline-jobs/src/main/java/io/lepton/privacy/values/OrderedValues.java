package io.lepton.privacy.values;

import io.lepton.error.LeptonException;
import io.lepton.privacy.recoding.Attribute;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.BoundReference;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.catalyst.expressions.EvalMode;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import scala.Option;

/**
 * A column's values in their order: numbers and times by size, others by their text.
 *
 * @param texts as Spark prints them
 * @param numbers to order by and measure spans with; empty for categories
 * @param dictionary of the values in this order
 * @param ranks place of the value by its code in the dictionary that was ordered
 * @param anyMissing whether the column lacks values in some rows
 */
public record OrderedValues(
        List<String> texts, double[] numbers, Dictionary dictionary, int[] ranks, boolean anyMissing)
        implements Serializable {

    /** @param type of the column; its values in the dictionary are texts if it is a decimal */
    public static OrderedValues of(
            String column, DataType type, String timeZone, Dictionary dictionary, boolean anyMissing) {
        int size = dictionary.size();
        DataType held = type instanceof DecimalType ? DataTypes.StringType : type;
        Cast cast = new Cast(
                new BoundReference(0, held, false), DataTypes.StringType, Option.apply(timeZone), EvalMode.LEGACY());
        String[] texts = new String[size];
        double[] numbers = new double[size];
        InternalRow row = new GenericInternalRow(1);
        for (int code = 0; code < size; code++) {
            Object value = dictionary.value(code);
            row.update(0, value);
            texts[code] = String.valueOf(cast.eval(row));
            numbers[code] = number(column, type, value);
        }
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer code) -> numbers[code])
                        .thenComparing(code -> texts[code]))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] ranks = new int[size];
        for (int rank = 0; rank < size; rank++) {
            ranks[order[rank]] = rank;
        }
        return new OrderedValues(
                IntStream.of(order).mapToObj(code -> texts[code]).toList(),
                isOrdered(type)
                        ? IntStream.of(order).mapToDouble(code -> numbers[code]).toArray()
                        : new double[0],
                dictionary.ordered(order),
                ranks,
                anyMissing);
    }

    public static boolean isOrdered(DataType type) {
        return !(type instanceof StringType || type instanceof BooleanType);
    }

    private static double number(String column, DataType type, Object value) {
        if (!isOrdered(type)) {
            return 0;
        }
        double number =
                type instanceof DecimalType ? Double.parseDouble(value.toString()) : ((Number) value).doubleValue();
        if (!Double.isFinite(number)) {
            throw LeptonException.data("Cannot anonymize column '" + column
                    + "': it holds an infinite number, which no range can have as an end. Quarantine such rows first.");
        }
        // Seconds, as in times: a column's unit does not matter to its spans.
        return type instanceof DateType ? number * 86_400 : number;
    }

    public int size() {
        return texts.size();
    }

    /** Codes in this order, those of missing values unchanged. */
    public int code(int unordered) {
        return unordered < 0 ? Attribute.MISSING : ranks[unordered];
    }
}
