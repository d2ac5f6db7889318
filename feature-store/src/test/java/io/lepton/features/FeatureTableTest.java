package io.lepton.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureTableTest {
    private static final StructType FEATURES =
            StructType.fromDDL("`the key` string, at timestamp, `a.b` int, v array<float>");
    private static final StructType LEFT = StructType.fromDDL("n int, `the key` string, asked timestamp");
    private static final Optional<String> AT = Optional.of("at");
    private static final List<String> KEYS = List.of("the key");

    private final SparkSession spark = LocalSpark.session();

    @TempDir
    private Path folder;

    /** A feature row or a left row: second 0 to 9 or none. */
    record Event(String key, Integer second) {
        Timestamp time() {
            return second == null ? null : new Timestamp(second * 1000L);
        }
    }

    @Test
    void remembersItsKeysAndItsEventTime() {
        FeatureTable table = table();

        table.write(features(List.of(new Event("a", 1))), KEYS, AT, Map.of());
        assertThat(table.keys()).containsExactly("the key");
        assertThat(table.eventTime()).contains("at");

        table.write(features(List.of(new Event("a", 1))).drop("at"), List.of("a.b"), Optional.empty(), Map.of());
        assertThat(table.keys()).containsExactly("a.b");
        assertThat(table.eventTime()).isEmpty();
    }

    @Test
    void replacesItsRowsInOneCommitEachAndOnceForEachWriter() {
        FeatureTable table = table();
        Map<String, String> writer = Map.of("txnAppId", "run", "txnVersion", "1");

        table.write(features(List.of(new Event("a", 1), new Event("b", 2))), KEYS, AT, writer);
        table.write(features(List.of(new Event("c", 3))), KEYS, AT, writer);
        table.write(features(List.of(new Event("d", 4))), KEYS, AT, Map.of());

        assertThat(table.read().select("`the key`").collectAsList())
                .extracting(row -> row.getString(0))
                .containsExactly("d");
        assertThat(spark.sql("describe history delta.`" + table.path() + "`").count())
                .isEqualTo(2);
    }

    @Test
    void takesAwkwardNamesAlsoWhereATableOfPlainOnesExists() {
        FeatureTable table = table();
        table.write(spark.range(3).toDF("id"), List.of("id"), Optional.empty(), Map.of());

        table.write(features(List.of(new Event("a", 1))), KEYS, AT, Map.of());

        assertThat(table.read().columns()).containsExactly(FEATURES.fieldNames());
        assertThat(table.keys()).containsExactly("the key");
    }

    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void joinsWhatWasKnownAtTheTimeAndNothingFromAfter(
            @ForAll("events") List<Event> known, @ForAll("events") List<Event> asked) throws IOException {
        Path path = Files.createTempDirectory("features");
        try {
            FeatureTable table = new FeatureTable(spark, path.toString());
            table.write(features(known), KEYS, AT, Map.of());

            List<Row> found =
                    table.pointInTimeJoin(left(asked), "asked").orderBy("n").collectAsList();

            assertThat(found).hasSameSizeAs(asked);
            for (int i = 0; i < asked.size(); i++) {
                Event left = asked.get(i);
                Row row = found.get(i);
                assertThat(row.getString(1)).isEqualTo(left.key());
                Optional<Integer> latest = known.stream()
                        .filter(event -> event.key() != null && event.key().equals(left.key()))
                        .filter(event ->
                                event.second() != null && left.second() != null && event.second() <= left.second())
                        .map(Event::second)
                        .max(Comparator.naturalOrder());
                Object second = row.isNullAt(3) ? null : row.getInt(3);
                // The feature a.b holds the second in which it became true.
                assertThat(second).as(left + " of " + known).isEqualTo(latest.orElse(null));
            }
        } finally {
            delete(path);
        }
    }

    @Test
    void takesTheSameOneOfTwoRowsOfOneTime() {
        FeatureTable table = table();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            rows.add(RowFactory.create("a", new Timestamp(1000), i, List.of((float) i)));
        }
        Dataset<Row> twenty = spark.createDataFrame(rows, FEATURES);

        table.write(twenty.repartition(5), KEYS, AT, Map.of());
        Row first =
                table.pointInTimeJoin(left(List.of(new Event("a", 5))), "asked").head();
        table.write(twenty.coalesce(1).orderBy(twenty.col("`a.b`").desc()), KEYS, AT, Map.of());

        assertThat(table.pointInTimeJoin(left(List.of(new Event("a", 5))), "asked")
                        .head())
                .isEqualTo(first);
        assertThat(first.schema().fieldNames()).containsExactly("n", "the key", "asked", "a.b", "v");
    }

    @Test
    void describesEachFeature() {
        FeatureTable table = table();
        table.write(
                spark.sql("select * from values (1, array(float(1), float('NaN'))), (2, array(float(3), float(4))), "
                        + "(3, array(float(5), float(8))) as t(id, features)"),
                List.of("id"),
                Optional.empty(),
                Map.of());

        assertThat(table.statistics().columns())
                .containsExactly("feature", "rows", "missing", "mean", "deviation", "least", "most");
        assertThat(table.statistics().collectAsList())
                .extracting(Row::toString)
                .containsExactly(
                        "[features[0],3,0,3.0,2.0,1.0,5.0]",
                        "[features[1],3,1,6.0,2.8284271247461903,4.0,8.0]",
                        "[id,3,0,2.0,1.0,1.0,3.0]");
    }

    @Test
    void saysWhatIsMissing() {
        FeatureTable table = table();
        Dataset<Row> rows = features(List.of(new Event("a", 1)));

        assertRefused(table::read, "there is none. Run the stage 'features' first.");
        assertRefused(() -> table.write(rows, List.of("nobody"), AT, Map.of()), "the rows have no column 'nobody'");
        table.write(rows, KEYS, Optional.empty(), Map.of());
        assertRefused(() -> table.pointInTimeJoin(left(List.of()), "asked"), "without an event time");
        table.write(rows, KEYS, AT, Map.of());
        assertRefused(() -> table.pointInTimeJoin(rows, "at"), "the left rows have its column 'a.b', 'v' too");
        table.write(spark.sql("select 'a' as id"), List.of("id"), Optional.empty(), Map.of());
        assertRefused(table::statistics, "it holds no numbers");
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<String> keys = Arbitraries.of("a", "b", "c", "d", "e", "ü").injectNull(0.1);
        Arbitrary<Integer> seconds = Arbitraries.integers().between(0, 9).injectNull(0.1);
        return Combinators.combine(keys, seconds).as(Event::new).list().ofMaxSize(40);
    }

    private FeatureTable table() {
        return new FeatureTable(spark, folder.resolve("my features").toString());
    }

    private Dataset<Row> features(List<Event> events) {
        List<Row> rows = new ArrayList<>();
        events.forEach(event -> rows.add(RowFactory.create(event.key(), event.time(), event.second(), List.of(1f))));
        return spark.createDataFrame(rows, FEATURES);
    }

    private Dataset<Row> left(List<Event> events) {
        List<Row> rows = new ArrayList<>();
        events.forEach(event -> rows.add(RowFactory.create(rows.size(), event.key(), event.time())));
        return spark.createDataFrame(rows, LEFT);
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable work, String words) {
        assertThatThrownBy(work).isInstanceOf(FeatureException.class).hasMessageContaining(words);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
