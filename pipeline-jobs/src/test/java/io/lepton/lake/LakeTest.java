package io.lepton.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class LakeTest {
    private static final String TABLE = "raw/people";
    private static final WriteId FIRST = new WriteId("run-1", "ingest");
    private static final WriteId SECOND = new WriteId("run-2", "ingest");

    @TempDir
    private Path folder;

    private final SparkSession spark;
    private Lake lake;

    LakeTest(SparkSession spark) {
        this.spark = spark;
    }

    @BeforeEach
    void openALakeWithAnAwkwardName() {
        lake = new Lake(spark, folder.resolve("my lake [1] größe").toString());
    }

    @Test
    void commitsOnceHoweverOftenOneWriterTries() {
        TableVersion written = lake.append(numbers(3), TABLE, FIRST);

        TableVersion again = lake.append(numbers(3), TABLE, FIRST);
        TableVersion replaced = lake.replace(numbers(5), TABLE, FIRST);

        assertThat(List.of(again, replaced)).containsOnly(written);
        assertThat(lake.version(TABLE)).isZero();
        assertThat(lake.read(TABLE).count()).isEqualTo(3);
    }

    @Test
    void takesAnotherRunAnotherStageAndAnotherTableForAnotherWrite() {
        lake.append(numbers(1), TABLE, FIRST);

        lake.append(numbers(1), TABLE, SECOND);
        lake.append(numbers(1), TABLE, new WriteId("run-1", "score"));
        lake.append(numbers(1), "raw/others", FIRST);

        assertThat(lake.read(TABLE).count()).isEqualTo(3);
        assertThat(lake.read("raw/others").count()).isEqualTo(1);
    }

    @Test
    void tellsTheVersionThatAWriterLeftAndNotTheNewest() {
        TableVersion first = lake.replace(numbers(3), TABLE, FIRST);
        lake.replace(numbers(8), TABLE, SECOND);

        TableVersion again = lake.replace(numbers(3), TABLE, FIRST);

        assertThat(again).isEqualTo(first);
        assertThat(lake.read(again.table(), again.version()).count()).isEqualTo(3);
        assertThat(lake.written(TABLE, FIRST)).contains(first);
        assertThat(lake.written(TABLE, new WriteId("run-3", "ingest"))).isEmpty();
    }

    @Test
    void replacesOrAddsRowsAndKeepsEveryVersion() {
        lake.replace(numbers(3), TABLE, FIRST);
        TableVersion added = lake.append(numbers(2), TABLE, SECOND);
        TableVersion replaced = lake.replace(spark.sql("select 'x' as other"), TABLE, new WriteId("run-3", "ingest"));

        assertThat(lake.rowsWritten(added)).hasValue(2);
        assertThat(lake.rowsWritten(replaced)).hasValue(1);
        assertThat(lake.read(TABLE, 0).count()).isEqualTo(3);
        assertThat(lake.read(TABLE, 1).count()).isEqualTo(5);
        assertThat(lake.read(TABLE).columns()).containsExactly("other");
        assertRefused(
                () -> lake.read(TABLE, 9),
                ExitCode.CONFIGURATION,
                "Cannot read version 9",
                "the newest is 2",
                "'ingest'");
    }

    @Test
    void addsNewColumnsAndRefusesOtherTypes() {
        lake.append(spark.sql("select 1 as id"), TABLE, FIRST);

        lake.append(spark.sql("select 2 as id, 'b' as name"), TABLE, SECOND);

        assertThat(lake.read(TABLE).orderBy("id").collectAsList())
                .extracting(Row::toString)
                .containsExactly("[1,null]", "[2,b]");
        assertRefused(
                () -> lake.append(spark.sql("select 'three' as id"), TABLE, new WriteId("run-3", "ingest")),
                ExitCode.DATA,
                "Cannot write table 'raw/people'",
                "'id'",
                "ingest.columns");
        assertThat(lake.version(TABLE)).isEqualTo(1);
    }

    @Test
    void keepsColumnNamesWhateverCharactersTheyHold() {
        Dataset<Row> rows = spark.sql("select 1 as `a.b`, 2.5 as `Air temperature [K]`, 3 as `größe`, 4 as `x,;{}()=`, "
                + "named_struct('in side', 5) as plain");

        lake.replace(numbers(2), TABLE, FIRST);
        lake.replace(rows, TABLE, SECOND);
        lake.append(rows, "raw/other", FIRST);
        lake.append(rows, "raw/other", SECOND);

        assertThat(lake.read(TABLE).columns()).containsExactly(rows.columns());
        assertThat(lake.read(TABLE).select("`a.b`", "plain.`in side`").head().toString())
                .isEqualTo("[1,5]");
        assertThat(lake.read("raw/other").count()).isEqualTo(2);
        assertThat(lake.read(TABLE, 0).columns()).containsExactly("id");
    }

    /** Rows are drawn at random, so that the check sees what is committed only if it reads the very files. */
    @Test
    void checksTheVeryFilesThatItCommits() {
        Dataset<Row> random = spark.sql("select id as `a.b`, rand() as `Air temperature [K]` from range(100)");
        lake.replace(numbers(3), TABLE, FIRST);

        for (String table : List.of(TABLE, "raw/new")) {
            Checked<List<Row>> checked = lake.replaceChecked(random, table, SECOND, LakeTest::sorted);
            assertThat(sorted(lake.read(table))).hasSize(100).isEqualTo(checked.found());
            assertThat(checked.version()).isEqualTo(new TableVersion(table, lake.version(table)));
            assertThat(lake.rowsWritten(checked.version())).hasValue(100);
            assertThat(lake.replaceChecked(numbers(3), table, SECOND, LakeTest::sorted))
                    .isEqualTo(checked);
        }
    }

    @Test
    void leavesNothingOfWhatACheckRefuses() throws IOException {
        lake.replace(numbers(3), TABLE, FIRST);
        Set<Path> before = files();

        for (String table : List.of(TABLE, "raw/new")) {
            assertThatThrownBy(() -> lake.replaceChecked(numbers(5), table, SECOND, rows -> {
                        throw new IllegalStateException("refused " + rows.count());
                    }))
                    .hasMessage("refused 5");
        }

        assertThat(files()).isEqualTo(before);
        assertThat(lake.read(TABLE).count()).isEqualTo(3);
        assertThat(lake.exists("raw/new")).isFalse();
        assertThat(lake.replaceChecked(numbers(5), TABLE, SECOND, Dataset::count)
                        .found())
                .isEqualTo(5);
    }

    private static List<Row> sorted(Dataset<Row> rows) {
        return rows.orderBy(rows.col("`" + rows.columns()[0] + "`")).collectAsList();
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .collect(Collectors.toSet());
        }
    }

    @Test
    void leavesPlainTablesReadableByEveryDeltaReader() {
        lake.append(numbers(2), TABLE, FIRST);

        assertThat(spark.sql("describe detail delta.`" + lake.pathOf(TABLE) + "`")
                        .select("minReaderVersion")
                        .head()
                        .getInt(0))
                .isEqualTo(1);
    }

    /** The first writer was cut off before its commit, and the next one is another process. */
    @Test
    void seesATableThatCameWhereALogWithoutCommitsWas() throws IOException {
        Lake other = new Lake(spark, folder.resolve("other").toString());
        other.append(numbers(3), TABLE, FIRST);
        Path table = folder.resolve("my lake [1] größe").resolve(TABLE);
        Files.createDirectories(table.resolve("_delta_log"));
        assertThat(lake.exists(TABLE)).isFalse();

        copy(folder.resolve("other").resolve(TABLE), table);

        assertThat(lake.exists(TABLE)).isTrue();
        assertThat(lake.version(TABLE)).isZero();
        assertThat(lake.read(TABLE).count()).isEqualTo(3);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copied = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copied.getParent());
                Files.copy(file, copied);
            }
        }
    }

    @Test
    void saysWhichStageWritesATableThatIsMissing() {
        assertRefused(
                () -> lake.read("trusted/people"),
                ExitCode.CONFIGURATION,
                "Cannot read table 'trusted/people'",
                "stage 'anonymize'");
    }

    @Test
    void saysWhyALakeCannotBeUsedBeforeAnyWorkIsDone() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertRefused(() -> new Lake(spark, file.toString()), ExitCode.CONFIGURATION, "it is a file, and not a folder");
        assertRefused(() -> new Lake(spark, file + "/below"), ExitCode.CONFIGURATION, "Cannot reach the lake at");
        assertRefused(
                () -> new Lake(spark, "gopher://host/lake"),
                ExitCode.CONFIGURATION,
                "No FileSystem for scheme \"gopher\"");
        // Where nothing can be made, not even by an administrator.
        assertRefused(() -> new Lake(spark, "/proc/lake"), ExitCode.CONFIGURATION, "you may write there");
        assertRefused(() -> new Lake(spark, "/proc"), ExitCode.CONFIGURATION, "you may write there");
        assertRefused(() -> new Lake(spark, ""), ExitCode.CONFIGURATION, "Cannot reach the lake at");
    }

    @Test
    void leavesNothingBehindWhenItProvesThatItCanWrite() throws IOException {
        Path root = folder.resolve("clean");

        new Lake(spark, root.toString());

        try (var files = Files.list(root)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void givesUpOnAClusterThatIsNotThereWithinSeconds() {
        Instant start = Instant.now();

        assertRefused(() -> new Lake(spark, "hdfs://127.0.0.1:1/lake"), ExitCode.CONFIGURATION, "Connection refused");

        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    private Dataset<Row> numbers(int count) {
        return spark.range(count).toDF();
    }

    private static void assertRefused(ThrowingCallable work, ExitCode exitCode, String... words) {
        assertThatThrownBy(work).isInstanceOfSatisfying(LeptonException.class, refusal -> {
            assertThat(refusal.getMessage()).contains(words);
            assertThat(refusal.exitCode()).isEqualTo(exitCode);
        });
    }
}
