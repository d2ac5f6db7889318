package io.lepton.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class IngestionTest {
    private static final List<String> NO_KEY = List.of();
    private static final List<Expectation> NOTHING = List.of();

    @TempDir
    private Path folder;

    private final SparkSession spark;
    private final Ingestion ingestion;

    IngestionTest(SparkSession spark) {
        this.spark = spark;
        this.ingestion = new Ingestion(spark);
    }

    @Test
    void infersTheNarrowestTypeThatHoldsEveryText() throws IOException {
        Source source = Source.csv(
                folder.resolve("types.csv"),
                "int,long,huge,code,double,tiny,date,time,flag,text,empty",
                "1,5000000000,12345678901234567890,007,1.5,1e-300,2024-02-29,2024-02-29 10:00:00,true,a,",
                "-2,7,98765432109876543210,123,.5,2E5,2023-12-31,2023-12-31T23:59:59Z,FALSE,1,",
                "+3,8,11111111111111111111,1,-2.,3,2023-01-01,2023-01-01 00:00,true,2.5x,");

        Dataset<Row> rows = accepted(source);

        assertThat(rows.drop("row_id").schema().toDDL())
                .isEqualTo("int INT,long BIGINT,huge STRING,code STRING,double DOUBLE,tiny DOUBLE,date DATE,"
                        + "time TIMESTAMP,flag BOOLEAN,text STRING,empty STRING");
        assertThat(rows.where("row_id = 0").select("huge", "tiny").head().getString(0))
                .isEqualTo("12345678901234567890");
        assertThat(rows.where("empty is not null").count()).isZero();
    }

    @Test
    void keepsNumbersTooLargeForADoubleAsText() throws IOException {
        Source source = Source.csv(folder.resolve("huge.csv"), "x", "1e999", "2.5");

        assertThat(accepted(source).schema().apply("x").dataType().simpleString())
                .isEqualTo("string");
    }

    @Test
    void setsAsideWhatItsDeclaredTypeCannotHoldAndSaysWhichColumn() throws IOException {
        Source source = Source.csv(
                        folder.resolve("declared.csv"),
                        "n,d,day",
                        "1,1.5,2024-01-01",
                        "3.7,1,2024-01-01",
                        "2,12d,2024-01-01",
                        "2,1,2024-01-01 noon",
                        "2,1,2024-02-30",
                        "99999999999,1,2024-01-01")
                .declared("n int, d double, day date");

        try (IngestedBatch batch = ingest(source)) {
            assertThat(batch.rowsAccepted()).isEqualTo(1);
            assertThat(reasons(batch))
                    .containsExactlyInAnyOrder(
                            "column 'n' is no int",
                            "column 'd' is no double",
                            "column 'day' is no date",
                            "column 'day' is no date",
                            "column 'n' is no int");
            assertThat(texts(batch.quarantined().where("reason = \"column 'd' is no double\""), "record"))
                    .containsExactly("{\"n\":\"2\",\"d\":\"12d\",\"day\":\"2024-01-01\"}");
        }
    }

    @Test
    void readsDeclaredDatesInTheFormatOfTheFile() throws IOException {
        Source source = Source.csv(folder.resolve("german.csv"), "day", "31.12.2023", "01.02.2024", "2024-01-01")
                .declared("day date")
                .with("dateFormat", "dd.MM.yyyy");

        try (IngestedBatch batch = ingest(source)) {
            assertThat(texts(batch.accepted(), "day")).containsExactlyInAnyOrder("2023-12-31", "2024-02-01");
            assertThat(reasons(batch)).containsExactly("column 'day' is no date");
        }
    }

    @Test
    void quarantinesRecordsOfTheWrongLengthWithTheirOriginalTextAndFile() throws IOException {
        Source source =
                Source.csv(folder.resolve("ragged.csv"), "a,b,c", "1,2,3", "1, 2", "1,2,3,4", "", "  ", "4,5,6");

        try (IngestedBatch batch = ingest(source)) {
            assertThat(batch.rowsIn()).isEqualTo(4);
            assertThat(batch.rowsAccepted()).isEqualTo(2);
            List<Row> quarantined = batch.quarantined().orderBy("record").collectAsList();
            assertThat(quarantined).extracting(row -> row.getString(0)).containsExactly("1, 2", "1,2,3,4");
            assertThat(quarantined).extracting(row -> row.getString(1)).containsOnly("malformed record");
            assertThat(quarantined).extracting(row -> row.getString(2)).allSatisfy(file -> assertThat(file)
                    .endsWith("/ragged.csv"));
            assertThat(batch.quarantined().columns()).containsExactly("record", "reason", "source_file");
        }
    }

    @Test
    void countsEveryRowOnceWhateverIsWrongWithIt() throws IOException {
        Source source = Source.csv(
                        folder.resolve("people.csv"),
                        "id,age",
                        "1,30",
                        "2,150",
                        "2,40",
                        ",50",
                        "3,x",
                        "4",
                        "1,31",
                        "5,-1",
                        "6,")
                .declared("id int, age int");
        List<Expectation> expectations = List.of(
                new Expectation("old", "age < 120", Expectation.Severity.QUARANTINE, 1),
                new Expectation("young", "age >= 0", Expectation.Severity.WARN, 0));

        try (IngestedBatch batch = ingestion.ingest(source.spec(), List.of("id"), expectations)) {
            assertThat(batch.rowsIn()).isEqualTo(9);
            assertThat(batch.accepted().orderBy("id").collectAsList())
                    .extracting(Row::toString)
                    // The second row with id 2 stays: the first one cannot be used.
                    .containsExactly("[1,30]", "[2,40]", "[5,-1]", "[6,null]");
            assertThat(reasons(batch))
                    .containsExactlyInAnyOrder(
                            "breaks expectation 'old'",
                            "key column 'id' is missing",
                            "column 'age' is no int",
                            "malformed record",
                            "key is taken by an earlier row");
            assertThat(batch.rowsQuarantined()).isEqualTo(batch.quarantined().count());
            assertThat(batch.expectations())
                    .extracting(ExpectationResult::name, ExpectationResult::failed, ExpectationResult::held)
                    .containsExactly(
                            org.assertj.core.groups.Tuple.tuple("old", 1L, true),
                            org.assertj.core.groups.Tuple.tuple("young", 1L, false));
        }
    }

    @Test
    void stopsWhenMoreRowsBreakAnExpectationThanItAllows() throws IOException {
        Source source = Source.csv(folder.resolve("ages.csv"), "name,age", "a,30", "b,150", "c,151", "d,20");
        List<Expectation> quarter =
                List.of(new Expectation("age", "age between 0 and 120", Expectation.Severity.QUARANTINE, 0.25));
        List<Expectation> half = List.of(new Expectation("age", "age < 120", Expectation.Severity.FAIL, 0.5));

        assertRefused(
                () -> ingestion.ingest(source.spec(), NO_KEY, quarter),
                ExitCode.DATA,
                "2 rows (50.00 %) break 'age' (age between 0 and 120), and 25.00 % may; for example ",
                "{\"age\":150}",
                "Nothing was published.");
        try (IngestedBatch batch = ingestion.ingest(source.spec(), NO_KEY, half)) {
            // FAIL leaves the rows that it allows.
            assertThat(batch.rowsAccepted()).isEqualTo(4);
        }
    }

    @Test
    void refusesExpectationsThatAreNoConditionOnARow() throws IOException {
        Source source = Source.csv(folder.resolve("ages.csv"), "age", "30");

        assertRefused(() -> check(source, "agee > 3"), ExitCode.CONFIGURATION, "(agee > 3)", "Did you mean 'age'?");
        assertRefused(() -> check(source, "age >"), ExitCode.CONFIGURATION, "Syntax error");
        assertRefused(() -> check(source, "age + 1"), ExitCode.CONFIGURATION, "is no condition");
        assertRefused(() -> check(source, "count(*) > 3"), ExitCode.CONFIGURATION, "Cannot check expectation");
    }

    @Test
    void givesRowIdsThatDoNotDependOnHowTheSourceIsSplit() throws IOException {
        // Files of different sizes: Spark reads the largest first, and cuts it.
        List<String> expected = new ArrayList<>();
        Path files = Files.createDirectory(folder.resolve("files"));
        for (int file = 0; file < 3; file++) {
            List<String> lines = new ArrayList<>(List.of("x,pad"));
            for (int i = 0; i < new int[] {40, 400, 150}[file]; i++) {
                lines.add(file + "-" + i + "," + "p".repeat(50));
                expected.add(file + "-" + i);
            }
            Files.write(files.resolve("part" + file + ".csv"), lines);
        }
        String before = spark.conf().get("spark.sql.files.maxPartitionBytes");
        try {
            for (String size : List.of("128m", "3000", "777")) {
                spark.conf().set("spark.sql.files.maxPartitionBytes", size);
                spark.conf().set("spark.sql.files.openCostInBytes", "100");

                Dataset<Row> rows = accepted(Source.of("csv", files));

                assertThat(texts(rows.orderBy("row_id"), "x")).as(size).isEqualTo(expected);
                assertThat(rows.selectExpr("min(row_id)", "max(row_id)").head().toString())
                        .isEqualTo("[0,589]");
            }
        } finally {
            spark.conf().set("spark.sql.files.maxPartitionBytes", before);
            spark.conf().unset("spark.sql.files.openCostInBytes");
        }
    }

    @Test
    void goesOnWithRowIdsAfterThoseOfTheTable() throws IOException {
        Dataset<Row> published = spark.range(7).toDF("row_id");
        Source source = Source.csv(folder.resolve("more.csv"), "x", "1", "2");

        try (IngestedBatch batch = ingestion.ingest(source.spec(), NO_KEY, NOTHING, Optional.of(published))) {
            assertThat(texts(batch.accepted().orderBy("row_id"), "row_id")).containsExactly("7", "8");
        }
    }

    @Test
    void setsAsideRowsWhoseKeyTheTableHolds() throws IOException {
        Dataset<Row> published = spark.sql("select 1 as id, 'old' as x union all select 2, 'old'");
        Source source = Source.csv(folder.resolve("more.csv"), "id,x", "2,new", "3,new");

        try (IngestedBatch batch = ingestion.ingest(source.spec(), List.of("id"), NOTHING, Optional.of(published))) {
            assertThat(texts(batch.accepted(), "id")).containsExactly("3");
            assertThat(reasons(batch)).containsExactly("key is taken by a row of an earlier batch");
        }
    }

    @Test
    void readsQuotesLineBreaksAndDelimitersWithinFields() throws IOException {
        Source source = Source.csv(
                        folder.resolve("quotes.csv"),
                        "\"a\nb\",text",
                        "1,\"she said \"\"no\"\", twice\"",
                        "2,\"two\nlines, and é世界🎉\"")
                .with("multiLine", true);

        Dataset<Row> rows = accepted(source);

        assertThat(rows.columns()).containsExactly("row_id", "a\nb", "text");
        assertThat(texts(rows.orderBy("row_id"), "text"))
                .containsExactly("she said \"no\", twice", "two\nlines, and é世界🎉");
    }

    @Test
    void quarantinesTheHalvesOfARecordThatALineBreakCutsWithoutMultiLine() throws IOException {
        Source source =
                Source.csv(folder.resolve("cut.csv"), "a,text,b", "1,\"whole\",1", "2,\"cut\nin two\",2", "3,whole,3");

        try (IngestedBatch batch = ingest(source)) {
            assertThat(texts(batch.accepted(), "a")).containsExactly("1", "3");
            assertThat(texts(batch.quarantined(), "record")).containsExactlyInAnyOrder("2,\"cut", "in two\",2");
        }
    }

    @Test
    void refusesToTakeTheFirstHalfOfACutRecordForARow() throws IOException {
        String[][] files = {
            {"a,text", "1,whole", "2,\"cut\nin two\"", "3,whole"},
            {"a,text", "2,\"cut\n\"", "3,whole"},
            {"a,text", "2,\"cut\n, \"\"in\"\"\nthree\""}
        };
        for (String[] lines : files) {
            Source source = Source.csv(folder.resolve("last.csv"), lines);

            assertRefused(
                    () -> ingest(source),
                    ExitCode.DATA,
                    "cut at least 1 of its records in two",
                    "source.multi-line: true");
            assertThat(accepted(source.with("multiLine", true)).count()).isEqualTo(lines.length - 1);
        }
    }

    @Test
    void quarantinesARecordWithAQuoteTooMany() throws IOException {
        Source source = Source.csv(folder.resolve("stray.csv"), "a,b", "1,2", "3,\"4,5", "6\" pipe,7", "8,9");

        try (IngestedBatch batch = ingest(source)) {
            assertThat(texts(batch.accepted(), "a")).containsExactlyInAnyOrder("1", "3", "6\" pipe", "8");
        }
    }

    @Test
    void readsOtherEncodingsAndSaysWhenTheyAreNotNamed() throws IOException {
        Source latin = Source.csv(folder.resolve("latin.csv"), StandardCharsets.ISO_8859_1, "name", "Müller", "José");
        Source wide = Source.csv(folder.resolve("wide.csv"), StandardCharsets.UTF_16, "name,x", "Müller,1");

        assertThat(texts(accepted(latin.with("encoding", "ISO-8859-1")), "name"))
                .containsExactlyInAnyOrder("Müller", "José");
        assertRefused(() -> ingest(latin), ExitCode.DATA, "as UTF-8: its byte 6 is none", "Set source.encoding");
        assertRefused(() -> ingest(wide), ExitCode.DATA, "UTF-16");
        assertThat(texts(accepted(wide.with("encoding", "UTF-16").with("multiLine", true)), "name"))
                .containsExactly("Müller");
        assertRefused(
                () -> ingest(latin.with("encoding", "klingon")), ExitCode.CONFIGURATION, "'klingon' is no encoding");
    }

    @Test
    void skipsByteOrderMarksInEveryFileWithAndWithoutMultiLine() throws IOException {
        Path files = folder.resolve("marks");
        Source.csv(files.resolve("a.csv"), "\uFEFFid,x", "1,a");
        Source.csv(files.resolve("b.csv"), "\uFEFFid,x", "2,b");

        for (boolean multiLine : List.of(false, true)) {
            Dataset<Row> rows = accepted(Source.of("csv", files).with("multiLine", multiLine));

            assertThat(rows.columns()).containsExactly("row_id", "id", "x");
            assertThat(texts(rows.orderBy("row_id"), "id")).containsExactly("1", "2");
        }
    }

    @Test
    void refusesFilesOfAnotherLayoutInOneFolder() throws IOException {
        Path files = folder.resolve("layouts");
        Source.csv(files.resolve("a.csv"), "id,x", "1,2");
        Source.csv(files.resolve("b.csv"), "x,id", "2,1");

        assertRefused(
                () -> ingest(Source.of("csv", files)),
                ExitCode.DATA,
                "its files do not have the same header",
                "Expected: id but found: x",
                "b.csv");
    }

    @Test
    void readsFoldersWithinFoldersAndPartitionsAsColumns() throws IOException {
        Path nested = folder.resolve("nested");
        Source.csv(nested.resolve("2023/a.csv"), "id", "1");
        Source.csv(nested.resolve("2024/b.csv"), "id", "2");
        Files.createFile(nested.resolve("_SUCCESS"));
        Path partitioned = folder.resolve("partitioned");
        Source.csv(partitioned.resolve("year=2023/a.csv"), "id", "1");
        Source.csv(partitioned.resolve("year=2024/b.csv"), "id", "2");

        assertThat(texts(accepted(Source.of("csv", nested)), "id")).containsExactlyInAnyOrder("1", "2");
        assertThat(accepted(Source.of("csv", partitioned)).orderBy("id").collectAsList())
                .extracting(Row::toString)
                .containsExactly("[0,1,2023]", "[1,2,2024]");
    }

    @Test
    void readsCommentsQuotesAndEscapesAsTheOptionsSay() throws IOException {
        Source source = Source.csv(folder.resolve("dialect.csv"), "|made in 1994", "#id\tq", "1\t'a\\'b'", "|end")
                .with("delimiter", "\\t")
                .with("comment", "|")
                .with("quote", "'")
                .with("escape", "\\");

        Dataset<Row> rows = accepted(source);

        assertThat(rows.columns()).containsExactly("row_id", "#id", "q");
        assertThat(texts(rows, "q")).containsExactly("a'b");
    }

    @Test
    void keepsColumnNamesWhateverCharactersTheyHold() throws IOException {
        Source source = Source.csv(folder.resolve("names.csv"), "a.b,Air temperature [K],größe,x`y", "1,2,3,4");

        try (IngestedBatch batch = ingestion.ingest(
                source.spec(),
                List.of("a.b"),
                List.of(new Expectation("e", "`a.b` > 0", Expectation.Severity.FAIL, 0)))) {
            assertThat(batch.accepted().columns()).containsExactly("a.b", "Air temperature [K]", "größe", "x`y");
        }
    }

    @Test
    void readsJsonLinesAndQuarantinesWhatIsNone() throws IOException {
        Path file = folder.resolve("events.json");
        Files.writeString(
                file,
                "{\"id\": 1, \"tags\": [\"a\"], \"a.b\": {\"c\": 2}}\n\n{\"id\": 2,\n{\"id\": \"three\"}\nplain\n");

        try (IngestedBatch batch = ingest(Source.of("json", file).declared("id int, tags array<string>"))) {
            assertThat(texts(batch.accepted(), "id")).containsExactly("1");
            assertThat(texts(batch.quarantined(), "record"))
                    .containsExactlyInAnyOrder("{\"id\": 2,", "{\"id\": \"three\"}", "plain");
        }
        try (IngestedBatch batch = ingest(Source.of("json", file))) {
            assertThat(batch.accepted().columns()).containsExactly("row_id", "a.b", "id", "tags");
            assertThat(batch.rowsIn()).isEqualTo(4);
            assertThat(batch.rowsAccepted()).isEqualTo(2);
        }
    }

    @Test
    void saysThatNoLineOfAJsonFileIsJson() throws IOException {
        Path file = Files.writeString(folder.resolve("not.json"), "a,b\n1,2\n");

        assertRefused(() -> ingest(Source.of("json", file)), ExitCode.DATA, "no line of it is a JSON object");
        assertRefused(
                () -> ingest(Source.of("json", file).declared("a int")),
                ExitCode.DATA,
                "none of its 2 rows can be used",
                "malformed record: 2");
    }

    @Test
    void readsParquetAndDeltaWithTheFilesThatRowsCameFrom() {
        Dataset<Row> rows = spark.range(20).selectExpr("cast(id as int) as id", "if(id = 7, null, id / 2) as half");
        String parquet = folder.resolve("p.parquet").toString();
        String delta = folder.resolve("delta").toString();
        rows.repartition(3).write().parquet(parquet);
        rows.write().format("delta").save(delta);
        List<Expectation> even = List.of(new Expectation("half", "half < 9", Expectation.Severity.QUARANTINE, 1));

        for (Source source : List.of(Source.of("parquet", parquet), Source.of("delta", delta))) {
            try (IngestedBatch batch = ingestion.ingest(source.spec(), List.of("id"), even)) {
                assertThat(batch.rowsIn()).isEqualTo(20);
                assertThat(batch.rowsAccepted()).isEqualTo(18);
                assertThat(texts(batch.quarantined(), "source_file"))
                        .allSatisfy(file -> assertThat(file).endsWith(".parquet"));
                assertThat(batch.accepted().schema().toDDL()).isEqualTo("id INT,half DOUBLE");
            }
        }
        assertThat(accepted(Source.of("delta", delta).with("versionAsOf", 0)).count())
                .isEqualTo(20);
    }

    @Test
    void refusesNumbersThatADeclaredTypeWouldCut() {
        String parquet = folder.resolve("p.parquet").toString();
        spark.sql("select 1.5 as x union all select 2.0").coalesce(1).write().parquet(parquet);

        try (IngestedBatch batch = ingest(Source.of("parquet", parquet).declared("x int"))) {
            assertThat(texts(batch.accepted(), "x")).containsExactly("2");
            assertThat(texts(batch.quarantined(), "record")).containsExactly("{\"x\":1.5}");
        }
        assertRefused(
                () -> ingest(Source.of("parquet", parquet).declared("y int")),
                ExitCode.CONFIGURATION,
                "ingest.columns declares 'y', which it does not hold");
    }

    @Test
    void readsTablesAndQueriesThroughJdbc() throws Exception {
        String url = "jdbc:h2:mem:people;DB_CLOSE_DELAY=-1";
        try (Connection connection = DriverManager.getConnection(url, "reader", "t0p-secret");
                Statement statement = connection.createStatement()) {
            statement.execute("create table people (id int, name varchar(20), born date)");
            statement.execute(
                    "insert into people values (1, 'Ada', '1815-12-10'), (2, 'Alan', null), (2, 'Again', null)");
        }
        Source source =
                Source.of("jdbc", "").with("url", url).with("user", "reader").with("password", "t0p-secret");

        try (IngestedBatch batch =
                ingestion.ingest(source.with("dbtable", "people").spec(), List.of("ID"), NOTHING)) {
            assertThat(batch.rowsIn()).isEqualTo(3);
            assertThat(batch.rowsQuarantined()).isEqualTo(1);
            assertThat(texts(batch.quarantined(), "source_file")).containsExactly("jdbc");
            assertThat(batch.accepted().schema().apply("BORN").dataType().simpleString())
                    .isEqualTo("date");
        }
        assertThat(texts(accepted(source.with("query", "select name from people where id = 1")), "NAME"))
                .containsExactly("Ada");
        assertThatThrownBy(() -> ingest(source.with("password", "wr0ng-secret").with("dbtable", "people")))
                .isInstanceOfSatisfying(LeptonException.class, refusal -> {
                    assertThat(refusal.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
                    assertThat(refusal).hasNoCause();
                    assertThat(refusal.getMessage())
                            .contains("SQLSTATE 28000")
                            .doesNotContain("secret")
                            .doesNotContain("reader");
                });
        assertRefused(
                () -> ingest(source.with("dbtable", "nobody")), ExitCode.CONFIGURATION, "Cannot read the jdbc source");
        assertRefused(
                () -> ingest(source.with("url", "jdbc:nothing:x").with("dbtable", "people")),
                ExitCode.CONFIGURATION,
                "that the driver is on the class path");
    }

    @Test
    void namesFilesThatAreDamagedOrOfAnotherKind() throws IOException {
        byte[] noise = new byte[100_000];
        new Random(3).nextBytes(noise);
        Path binary = Files.write(folder.resolve("binary.csv"), noise);
        Path parquet = Files.write(folder.resolve("x.parquet"), noise);
        Path folderOfNothing = Files.createDirectory(folder.resolve("nothing"));
        Source.csv(folder.resolve("plain/a.csv"), "x", "1");

        assertRefused(() -> ingest(Source.of("csv", binary)), ExitCode.DATA, "binary.csv", "as text");
        assertRefused(() -> ingest(Source.of("parquet", parquet)), ExitCode.DATA, "x.parquet", "damaged");
        assertRefused(() -> ingest(Source.of("csv", folderOfNothing)), ExitCode.DATA, "the folder holds no file");
        assertRefused(() -> ingest(Source.of("parquet", folderOfNothing)), ExitCode.CONFIGURATION, "nothing");
        assertRefused(() -> ingest(Source.of("delta", folder.resolve("plain"))), ExitCode.CONFIGURATION, "plain");
        assertRefused(
                () -> ingest(Source.of("csv", folder.resolve("plane"))),
                ExitCode.CONFIGURATION,
                "there is no such file or folder",
                "Did you mean 'plain'?");
        assertRefused(
                () -> ingest(Source.of("csv", "gopher://host/x.csv")),
                ExitCode.CONFIGURATION,
                "No FileSystem for scheme");
    }

    @Test
    void refusesHeadersThatCannotNameColumns() throws IOException {
        assertRefused(
                () -> ingest(Source.csv(folder.resolve("twice.csv"), "a,b,A", "1,2,3")),
                ExitCode.DATA,
                "its header names the column 'A' twice");
        assertRefused(
                () -> ingest(Source.csv(folder.resolve("unnamed.csv"), ",b", "1,2")),
                ExitCode.DATA,
                "column 1 of its header has no name");
        assertRefused(
                () -> ingest(Source.csv(folder.resolve("row.csv"), "row_id", "1")),
                ExitCode.CONFIGURATION,
                "it has a column 'row_id'");
        assertRefused(
                () -> ingestion.ingest(
                        Source.csv(folder.resolve("k.csv"), "ident", "1").spec(), List.of("idnt"), NOTHING),
                ExitCode.CONFIGURATION,
                "it has no key column 'idnt'. Did you mean 'ident'?");
    }

    private void check(Source source, String check) {
        ingestion
                .ingest(source.spec(), NO_KEY, List.of(new Expectation(check, check, Expectation.Severity.FAIL, 0)))
                .close();
    }

    private IngestedBatch ingest(Source source) {
        return ingestion.ingest(source.spec(), NO_KEY, NOTHING);
    }

    private Dataset<Row> accepted(Source source) {
        try (IngestedBatch batch = ingest(source)) {
            assertThat(batch.rowsQuarantined()).isZero();
            return batch.accepted();
        }
    }

    private static List<String> reasons(IngestedBatch batch) {
        return texts(batch.quarantined(), "reason");
    }

    private static List<String> texts(Dataset<Row> rows, String column) {
        List<String> texts = new ArrayList<>();
        rows.select(ColumnNames.of(column).cast("string")).collectAsList().forEach(row -> texts.add(row.getString(0)));
        return Collections.unmodifiableList(texts);
    }

    private static void assertRefused(ThrowingCallable work, ExitCode exitCode, String... words) {
        assertThatThrownBy(work).isInstanceOfSatisfying(LeptonException.class, refusal -> {
            assertThat(refusal.getMessage()).contains(words);
            assertThat(refusal.exitCode()).isEqualTo(exitCode);
        });
    }
}
