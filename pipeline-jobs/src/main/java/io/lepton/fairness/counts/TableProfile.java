package io.lepton.fairness.counts;

import static org.apache.spark.sql.functions.lit;

import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What codes need to know of columns, found in one pass: the commonest texts of each text column, numbers of a sample of rows, and the sum of
 * one number of all rows. Memory is bounded, whatever the columns hold.
 */
public final class TableProfile implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final ArrayList<String> columns;
    private final boolean[] numeric;
    private final TopValues[] texts;
    private final SampledNumbers numbers = new SampledNumbers();
    private final Amounts amounts = new Amounts();

    private TableProfile(List<String> columns, boolean... numeric) {
        this.columns = new ArrayList<>(columns);
        this.numeric = numeric;
        this.texts = new TopValues[numeric.length];
        for (int i = 0; i < numeric.length; i++) {
            texts[i] = new TopValues();
        }
    }

    /**
     * Reads the rows once.
     *
     * @param hash a long that tells rows apart; which numbers are sampled depends on it alone
     */
    public static TableProfile of(Dataset<Row> rows, List<CountedColumn> columns, Column hash) {
        return of(rows, columns, hash, lit(0.0));
    }

    /**
     * Reads the rows once.
     *
     * @param hash a long that tells rows apart; which numbers are sampled depends on it alone
     * @param amount a number (double) to sum up
     */
    public static TableProfile of(Dataset<Row> rows, List<CountedColumn> columns, Column hash, Column amount) {
        List<Column> read =
                new ArrayList<>(columns.stream().map(CountedColumn::value).toList());
        read.add(hash);
        read.add(amount);
        boolean[] numeric = new boolean[columns.size()];
        for (int i = 0; i < numeric.length; i++) {
            numeric[i] = columns.get(i).kind() == CountedColumn.Kind.NUMBER;
        }
        Reading reading = new Reading(
                new ArrayList<>(columns.stream().map(CountedColumn::name).toList()), numeric);
        JavaRDD<InternalRow> all = rows.select(read.toArray(Column[]::new))
                .queryExecution()
                .toRdd()
                .toJavaRDD();
        return all.mapPartitions(reading).treeAggregate(reading.empty(), TableProfile::plus, TableProfile::plus);
    }

    /** Codes of a text column: one for each of its commonest texts, one for all others. */
    public ColumnCodes texts(int column, int most) {
        return new TextCodes(columns.get(column), texts[column].most(most));
    }

    /** Codes of a number column: ranges that hold about equally many rows. */
    public ColumnCodes ranges(int column, int bins) {
        double[] sorted = numbers.sorted(column);
        double[] distinct = Arrays.stream(sorted).distinct().toArray();
        return distinct.length <= bins
                ? RangeCodes.between(columns.get(column), distinct)
                : RangeCodes.of(columns.get(column), sorted, bins);
    }

    /** Codes of a column as its kind asks for. */
    public ColumnCodes codes(int column, int mostTexts, int bins) {
        return numeric[column] ? ranges(column, bins) : texts(column, mostTexts);
    }

    /** How many texts a text column holds; where there are more than this many, only that there are more. */
    public int distinctTexts(int column) {
        return texts[column].isExact() ? texts[column].distinct() : TopValues.CAPACITY + 1;
    }

    /** Of the number that was summed up. */
    public Amounts amounts() {
        return amounts;
    }

    private static TableProfile plus(TableProfile some, TableProfile others) {
        for (int i = 0; i < some.texts.length; i++) {
            some.texts[i].addAll(others.texts[i]);
        }
        some.numbers.addAll(others.numbers);
        some.amounts.addAll(others.amounts);
        return some;
    }

    /** Texts are kept as bytes while a task counts them: a string a row would cost more than the rest. */
    private record Reading(ArrayList<String> columns, boolean[] numeric)
            implements FlatMapFunction<Iterator<InternalRow>, TableProfile> {
        @Serial
        private static final long serialVersionUID = 1L;

        TableProfile empty() {
            return new TableProfile(columns, numeric);
        }

        @Override
        public Iterator<TableProfile> call(Iterator<InternalRow> rows) {
            TableProfile profile = empty();
            List<Map<UTF8String, long[]>> texts = new ArrayList<>();
            for (int i = 0; i < numeric.length; i++) {
                texts.add(new HashMap<>());
            }
            while (rows.hasNext()) {
                InternalRow row = rows.next();
                for (int i = 0; i < numeric.length; i++) {
                    if (!numeric[i] && !row.isNullAt(i)) {
                        count(row.getUTF8String(i), texts.get(i), profile.texts[i]);
                    }
                }
                long hash = row.getLong(numeric.length);
                if (profile.numbers.wants(hash)) {
                    profile.numbers.add(hash, numbers(row));
                }
                profile.amounts.add(row.isNullAt(numeric.length + 1) ? Double.NaN : row.getDouble(numeric.length + 1));
            }
            for (int i = 0; i < numeric.length; i++) {
                flush(texts.get(i), profile.texts[i]);
            }
            return List.of(profile).iterator();
        }

        private static void count(UTF8String text, Map<UTF8String, long[]> counts, TopValues values) {
            long[] count = counts.get(text);
            if (count == null) {
                if (counts.size() == TopValues.CAPACITY) {
                    flush(counts, values);
                }
                counts.put(text.copy(), new long[] {1});
            } else {
                count[0]++;
            }
        }

        private static void flush(Map<UTF8String, long[]> counts, TopValues values) {
            counts.forEach((text, count) -> values.add(text.toString(), count[0]));
            counts.clear();
        }

        private double[] numbers(InternalRow row) {
            double[] numbers = new double[numeric.length];
            for (int i = 0; i < numeric.length; i++) {
                numbers[i] = numeric[i] && !row.isNullAt(i) ? row.getDouble(i) : Double.NaN;
            }
            return numbers;
        }
    }
}
