package io.lepton.fairness.counts;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.xxhash64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class CodedRowsTest {
    private static final StructType COLUMNS = StructType.fromDDL("id bigint, word string, number double");

    private final SparkSession spark = LocalSpark.session();

    @Property(tries = 6)
    void countsAreThoseOfEachRowHoweverRowsArePartitioned(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 300) int size) {
        List<Row> given = given(seed, size);
        Dataset<Row> rows = spark.createDataFrame(given, COLUMNS);
        List<CountedColumn> columns = List.of(CountedColumn.of(rows, "word"), CountedColumn.of(rows, "number"));

        List<ColumnCodes> codes = codes(rows.repartition(1), columns);
        List<ColumnCodes> same = codes(rows.repartition(5), columns);

        assertThat(names(same)).isEqualTo(names(codes));
        try (CodedRows coded = CodedRows.of(rows.repartition(3), columns, codes, lit(0.0))) {
            CrossTab counts = coded.count(List.of(List.of(0, 1))).get(0);
            for (int word = 0; word < counts.size(0); word++) {
                long[] byNumber = counts.along(word);
                for (int number = 0; number < counts.size(1); number++) {
                    assertThat(byNumber[number]).isEqualTo(expected(given, codes, word, number));
                }
            }
        }
    }

    /** What a person would count, from the names of the codes alone. */
    private static long expected(List<Row> given, List<ColumnCodes> codes, int word, int number) {
        List<String> words = codes.get(0).names();
        GenericInternalRow cell = new GenericInternalRow(1);
        return given.stream()
                .filter(row -> {
                    String text = row.getString(1);
                    int known = words.subList(1, words.size() - 1).indexOf(text) + 1;
                    int code = text == null || text.isBlank() ? 0 : known == 0 ? words.size() - 1 : known;
                    cell.update(0, row.get(2));
                    return code == word && codes.get(1).code(cell, 0) == number;
                })
                .count();
    }

    private static List<Row> given(long seed, int size) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>();
        for (long id = 0; id < size; id++) {
            int letter = random.nextInt(9);
            String word = letter == 0 ? null : letter == 1 ? " " : "w" + letter * letter % 7;
            Double number = random.nextInt(10) == 0
                    ? null
                    : random.nextInt(10) == 0 ? Double.NaN : Double.valueOf(random.nextInt(40) - 3);
            rows.add(RowFactory.create(id, word, number));
        }
        return rows;
    }

    private static List<ColumnCodes> codes(Dataset<Row> rows, List<CountedColumn> columns) {
        TableProfile profile = TableProfile.of(rows, columns, xxhash64(col("id")));
        return List.of(profile.codes(0, 3, 6), profile.codes(1, 3, 6));
    }

    private static List<List<String>> names(List<ColumnCodes> codes) {
        return codes.stream().map(ColumnCodes::names).toList();
    }

    @Property(tries = 300)
    void rangesFollowTheOrderOfNumbersAndNoneIsFarTooLarge(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int bins,
            @ForAll @IntRange(min = 1, max = 50) int most) {
        double[] sorted = new Random(seed)
                .ints(200, 0, most)
                .mapToDouble(number -> number * number / 10.0)
                .sorted()
                .toArray();

        RangeCodes codes = RangeCodes.of("number", sorted, bins);

        int[] found = Arrays.stream(sorted)
                .mapToInt(number -> codes.code(new GenericInternalRow(new Object[] {number}), 0))
                .toArray();
        assertThat(found).isSorted();
        assertThat(codes.size()).isBetween(2, bins + 1);
        for (int code = 1; code < codes.size(); code++) {
            int wanted = code;
            double[] inRange = IntStream.range(0, sorted.length)
                    .filter(i -> found[i] == wanted)
                    .mapToDouble(i -> sorted[i])
                    .toArray();
            double commonest = Arrays.stream(inRange)
                    .map(number -> Arrays.stream(inRange)
                            .filter(other -> other == number)
                            .count())
                    .max()
                    .orElse(0);
            assertThat((double) inRange.length).isBetween(1.0, 2.0 * sorted.length / bins + commonest);
        }
    }

    /** As in columns of gains, where most people have none. */
    @Test
    void aNumberThatMostRowsShareIsARangeOfItsOwn() {
        double[] gains = new double[1000];
        for (int i = 0; i < 80; i++) {
            gains[920 + i] = 100 + i;
        }
        double[] hours = Arrays.stream(gains)
                .map(gain -> gain == 0 ? 40 : -gain)
                .sorted()
                .toArray();

        assertThat(RangeCodes.of("gain", gains, 10).names()).startsWith("(missing)", "≤ 0", "> 0 to 108");
        assertThat(RangeCodes.of("hours", hours, 10).names()).endsWith("≤ -100", "> -100");
    }

    @Test
    void memoryIsBoundedWhateverAColumnHolds() {
        TopValues values = new TopValues();
        for (int i = 0; i < 200_000; i++) {
            values.add(i % 4 == 0 ? "often" : "once " + i, 1);
        }
        SampledNumbers numbers = new SampledNumbers();
        Random random = new Random(3);
        for (int i = 0; i < 200_000; i++) {
            long hash = random.nextLong();
            if (numbers.wants(hash)) {
                numbers.add(hash, i);
            }
        }

        assertThat(values.isExact()).isFalse();
        assertThat(values.distinct()).isLessThanOrEqualTo(2 * TopValues.CAPACITY);
        assertThat(values.most(1)).containsExactly("often");
        double[] sampled = numbers.sorted(0);
        assertThat(sampled).hasSize(SampledNumbers.SIZE);
        // Five deviations of a median of 4,096.
        assertThat(sampled[SampledNumbers.SIZE / 2]).isBetween(92_000.0, 108_000.0);
    }

    @Test
    void refusesWhatHasNoPlainValues() {
        Dataset<Row> rows = spark.range(1).selectExpr("array(1) list", "date '2020-01-02' day", "true flag");

        assertThatThrownBy(() -> CountedColumn.of(rows, "list"))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot count rows by column 'list': it holds array<int>, not plain values.");
        assertThat(CountedColumn.of(rows, "day").kind()).isEqualTo(CountedColumn.Kind.NUMBER);
        assertThat(rows.select(CountedColumn.of(rows, "day").value()).head().getDouble(0))
                .isEqualTo(18263);
        assertThat(CountedColumn.of(rows, "flag").kind()).isEqualTo(CountedColumn.Kind.TEXT);
    }
}
