package io.lepton.features;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/**
 * Counts values that are unlike those of an {@link InputProfile}: missing, below the least and above the greatest number, categories that
 * were never seen. For one thread; counters of several add up.
 */
public final class InputCounter implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** What is looked at besides that a value is there. */
    private sealed interface Kind extends Serializable {}

    private record Number(NumberReader reader, double least, double most) implements Kind {}

    /** @param start place of the first of its features */
    private record Category(int start, int size) implements Kind {}

    private record Other() implements Kind {}

    private final List<String> columns;
    private final Kind[] kinds;
    private final long[] missing;
    private final long[] below;
    private final long[] above;
    private final long[] unseen;
    private long rows;

    private InputCounter(List<String> columns, Kind[] kinds) {
        this.columns = columns;
        this.kinds = kinds;
        this.missing = new long[kinds.length];
        this.below = new long[kinds.length];
        this.above = new long[kinds.length];
        this.unseen = new long[kinds.length];
    }

    /**
     * What was found in a column.
     *
     * @param rows looked at
     * @param missing no value, or none that is a number where numbers are needed
     * @param unseen categories that no training row had
     */
    public record Count(String column, long rows, long missing, long below, long above, long unseen) {}

    /** @param schema of the rows before they are prepared for a {@link FeatureWriter} */
    public static InputCounter of(FittedFeatures fitted, InputProfile profile, StructType schema) {
        List<ColumnEncoder> encoders = fitted.encoder().columnEncoders();
        Kind[] kinds = new Kind[profile.inputs().isEmpty() ? 0 : encoders.size()];
        int start = 0;
        for (int i = 0; i < kinds.length; i++) {
            int size = encoders.get(i).names().size();
            kinds[i] = kind(encoders.get(i), profile.inputs().get(i), schema, start, size);
            start += size;
        }
        return new InputCounter(encoders.stream().map(ColumnEncoder::column).toList(), kinds);
    }

    private static Kind kind(ColumnEncoder encoder, InputProfile.Input input, StructType schema, int start, int size) {
        if (encoder instanceof ColumnEncoder.OneHot) {
            return new Category(start, size);
        }
        Optional<InputProfile.Range> range = input.range();
        return range.isPresent() && InputProfile.isNumber(encoder, schema)
                ? new Number(
                        NumberReader.of(InputProfile.typeOf(encoder, schema)).orElseThrow(),
                        range.get().least(),
                        range.get().most())
                : new Other();
    }

    /** One for the same columns that has counted nothing. */
    public InputCounter fresh() {
        return new InputCounter(columns, kinds);
    }

    /**
     * Counts the values of some rows.
     *
     * @param inputs a column each
     * @param features what a {@link FeatureWriter} wrote for the rows
     */
    public void count(ColumnVector[] inputs, RowRange counted, FeatureColumns features) {
        rows += counted.count();
        double[] numbers = new double[counted.count()];
        for (int input = 0; input < kinds.length; input++) {
            if (kinds[input] instanceof Number number) {
                number.reader().read(inputs[input], counted, numbers, 0);
                count(input, number, numbers);
                continue;
            }
            missing[input] += missing(inputs[input], counted);
            if (kinds[input] instanceof Category category) {
                unseen[input] += unseen(category, inputs[input], counted, features);
            }
        }
    }

    private void count(int input, Number number, double[] values) {
        int less = 0;
        int more = 0;
        int none = 0;
        for (double value : values) {
            less += value < number.least() ? 1 : 0;
            more += value > number.most() ? 1 : 0;
            none += Double.isNaN(value) ? 1 : 0;
        }
        below[input] += less;
        above[input] += more;
        missing[input] += none;
    }

    private static long missing(ColumnVector column, RowRange rows) {
        long missing = 0;
        for (int i = 0; column.hasNull() && i < rows.count(); i++) {
            missing += column.isNullAt(rows.place(i)) ? 1 : 0;
        }
        return missing;
    }

    private static long unseen(Category category, ColumnVector column, RowRange rows, FeatureColumns features) {
        long unseen = 0;
        for (int i = 0; i < rows.count(); i++) {
            unseen += isNone(category, features, i) && !column.isNullAt(rows.place(i)) ? 1 : 0;
        }
        return unseen;
    }

    /** The most frequent category comes first, so that this seldom looks at many. */
    private static boolean isNone(Category category, FeatureColumns features, int row) {
        for (int feature = category.start(); feature < category.start() + category.size(); feature++) {
            if (features.values()[features.begin(feature) + row] != 0) {
                return false;
            }
        }
        return true;
    }

    public void merge(InputCounter other) {
        rows += other.rows;
        add(missing, other.missing);
        add(below, other.below);
        add(above, other.above);
        add(unseen, other.unseen);
    }

    private static void add(long[] to, long[] from) {
        for (int i = 0; i < to.length; i++) {
            to[i] += from[i];
        }
    }

    public long rows() {
        return rows;
    }

    /** One a column, also where several features are made of it; none where no profile is known. */
    public List<Count> counts() {
        Map<String, Count> counts = new LinkedHashMap<>();
        for (int i = 0; i < kinds.length; i++) {
            counts.merge(
                    columns.get(i),
                    new Count(columns.get(i), rows, missing[i], below[i], above[i], unseen[i]),
                    InputCounter::widest);
        }
        return new ArrayList<>(counts.values());
    }

    private static Count widest(Count one, Count other) {
        return new Count(
                one.column(),
                one.rows(),
                Math.max(one.missing(), other.missing()),
                Math.max(one.below(), other.below()),
                Math.max(one.above(), other.above()),
                Math.max(one.unseen(), other.unseen()));
    }
}
