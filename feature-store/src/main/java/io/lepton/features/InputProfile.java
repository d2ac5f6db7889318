package io.lepton.features;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * What values were like in the rows that a model learned from, so that others can be told from them.
 *
 * @param inputs one a transformation, in the transformations' order; empty: nothing is known
 */
public record InputProfile(List<Input> inputs) {

    public InputProfile {
        inputs = List.copyOf(inputs);
    }

    /**
     * A column.
     *
     * @param missing share of the rows without a value, 0 to 1
     * @param range of numbers; absent for what are none
     */
    public record Input(String column, double missing, Optional<Range> range) {}

    /** The least and the greatest number. */
    public record Range(double least, double most) {}

    /** Of models that were made before there were profiles. */
    public static InputProfile unknown() {
        return new InputProfile(List.of());
    }

    /** Measures rows, in one pass. */
    public static InputProfile of(FittedFeatures fitted, Dataset<Row> rows) {
        List<ColumnEncoder> encoders = fitted.encoder().columnEncoders();
        List<Column> columns = fitted.encoder().inputs();
        List<Column> figures = new ArrayList<>();
        for (int i = 0; i < encoders.size(); i++) {
            Column value = columns.get(i);
            if (isNumber(encoders.get(i), rows.schema())) {
                Column number = value.cast("double");
                value = when(abs(number).leq(Double.MAX_VALUE), number);
                figures.add(struct(missing(value), min(value), max(value)));
            } else {
                figures.add(struct(
                        missing(value), lit(null).cast("double"), lit(null).cast("double")));
            }
        }
        Row found = rows.agg(figures.get(0), figures.subList(1, figures.size()).toArray(Column[]::new))
                .head();
        List<Input> inputs = new ArrayList<>();
        for (int i = 0; i < encoders.size(); i++) {
            Row figure = found.getStruct(i);
            inputs.add(new Input(
                    encoders.get(i).column(),
                    figure.isNullAt(0) ? 0 : figure.getDouble(0),
                    figure.isNullAt(1)
                            ? Optional.empty()
                            : Optional.of(new Range(figure.getDouble(1), figure.getDouble(2)))));
        }
        return new InputProfile(inputs);
    }

    private static Column missing(Column value) {
        return avg(when(value.isNull(), 1.0).otherwise(0.0));
    }

    /** Text may hold ranges of numbers, which anonymization made: they have no order with numbers. */
    static boolean isNumber(ColumnEncoder encoder, StructType schema) {
        return encoder instanceof ColumnEncoder.OfNumber
                && Arrays.asList(schema.fieldNames()).contains(encoder.column())
                && NumberReader.of(typeOf(encoder, schema)).isPresent();
    }

    static DataType typeOf(ColumnEncoder encoder, StructType schema) {
        return schema.apply(encoder.column()).dataType();
    }
}
