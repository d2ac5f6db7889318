package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.ExitCode;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.StageName;
import io.lepton.testing.LocalSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Input that people do hand in: each ends with a text that says what to do, the right exit code, and nothing half published. */
@ExtendWith(LocalSpark.class)
class BadInputTest {
    private static final Consumer<PipelineRun> ALL = PipelineRun::all;
    private static final Consumer<PipelineRun> INGEST = run -> run.only(StageName.INGEST);

    @TempDir
    private Path folder;

    private final SparkSession spark;
    private TinyProject project;

    BadInputTest(SparkSession spark) {
        this.spark = spark;
    }

    @BeforeEach
    void makeAProject() {
        project = TinyProject.in(spark, folder);
    }

    @Test
    void aFileThatIsNotThere() {
        project.with("people.csv.gz", new byte[0]);

        assertEnd(
                ALL,
                ExitCode.CONFIGURATION,
                "people.csv: there is no such file or folder",
                "Did you mean 'people.csv.gz'?");
        assertThat(project.published()).isEmpty();
    }

    @Test
    void aFileWithNothingInIt() {
        project.with("people.csv", new byte[0]);

        assertEnd(ALL, ExitCode.DATA, "people.csv: it is empty");
        assertThat(project.published()).isEmpty();
    }

    @Test
    void aHeaderWithoutRows() {
        project.with("age,sex,hours,income");

        assertEnd(ALL, ExitCode.DATA, "people.csv: it holds no rows");
        assertThat(project.published()).isEmpty();
    }

    @Test
    void anotherDelimiter() {
        project.with("age;sex;hours;income", "30;f;40;high");

        assertEnd(ALL, ExitCode.DATA, "Wrong delimiter? Set source.delimiter: \";\"");
        assertThat(project.published()).isEmpty();
    }

    @Test
    void aLabelOfOneValue() {
        project.with(TinyProject.people(30).stream()
                .map(line -> line.replaceAll(",(low|high)$", ",low"))
                .toList());

        assertEnd(ALL, ExitCode.DATA, "Cannot learn 'income': every row has the same label 'low'");
        assertNothingAfterTrusted();
    }

    @Test
    void aLabelThatIsNoColumn() {
        project.with(TinyProject.people(30));
        project = project.replacing("label: income", "label: incme");

        assertEnd(ALL, ExitCode.CONFIGURATION, "'incme'", "Did you mean 'income'?");
        assertNothingAfterTrusted();
    }

    @Test
    void aProtectedAttributeThatIsMissingEverywhere() {
        project.with(TinyProject.people(80).stream()
                .map(line -> line.replaceAll(",[fm],", ",,"))
                .toList());

        assertEnd(
                ALL, ExitCode.DATA, "Cannot audit fairness by column 'sex' of trusted/people: every value is missing");
        assertNothingAfterTrusted();
        assertThat(Files.exists(folder.resolve("lake/reports/r.html"))).isFalse();
    }

    @Test
    void aColumnWithADotInItsName() {
        List<String> lines = TinyProject.people(120);
        project.with(lines.stream()
                .map(line -> line.replace("age,sex,", "a.b,Sex [m/f],"))
                .toList());
        project = project.replacing("[sex]", "[\"Sex [m/f]\", a.b]")
                .adding("  bins: {a.b: [40]}\n")
                .adding("anonymize:\n  k-anonymity: {k: 2, quasi-identifiers: [a.b], suppression-limit: 0.1}\n")
                .replacing(
                        "path: people.csv}",
                        "path: people.csv}\n  expectations:\n    - {check: \"`a.b` > 0\", severity: quarantine}");

        assertEnd(ALL, ExitCode.DONE, "");
        assertThat(project.lake().read("trusted/people").columns())
                .containsExactly("row_id", "a.b", "Sex [m/f]", "hours", "income");
        assertThat(project.lake().read("scores/tiny").count())
                .isEqualTo(project.lake()
                        .read("features/people")
                        .where("split = 'test'")
                        .count())
                .isPositive();
    }

    @Test
    void lettersOfTheWorldAndLineBreaksWithinQuotes() {
        project.with("name,größe,note", "Łukasz,1.5,\"two\nlines\"", "世界,2.5,\"🎉\nand \"\"more\"\"\"");

        assertEnd(INGEST, ExitCode.DATA, "line breaks within quotes", "Set source.multi-line: true");
        assertThat(project.published()).isEmpty();
        project = project.replacing("path: people.csv}", "path: people.csv, multi-line: true}");
        assertEnd(INGEST, ExitCode.DONE, "");
        assertThat(project.lake().read("raw/people").orderBy("row_id").collectAsList())
                .extracting(Row::toString)
                .containsExactly("[0,Łukasz,1.5,two\nlines]", "[1,世界,2.5,🎉\nand \"more\"]");
    }

    @Test
    void noRowToTestOn() {
        project.with(TinyProject.people(30));
        project = project.replacing(
                "method: stratified, test-fraction: 0.3", "method: time, column: hours, test-fraction: 0.01");

        assertEnd(ALL, ExitCode.CONFIGURATION, "a test-fraction of 0.01 holds out no row of 30");
        assertNothingAfterTrusted();
    }

    @Test
    void fewerRowsThanK() {
        project.with(TinyProject.people(30));
        project = project.adding("anonymize:\n  k-anonymity: {k: 31, quasi-identifiers: [age]}\n");

        assertEnd(ALL, ExitCode.GATE, "it has 30 rows, and k is 31");
        assertThat(project.published()).containsExactly("raw/people@0");
    }

    @Test
    void aLakeThatCannotBeReached() throws IOException {
        project.with(TinyProject.people(30));
        Path file = Files.writeString(folder.resolve("file"), "");
        String lake = folder.resolve("lake").toString();
        Instant start = Instant.now();

        for (String other : List.of("gopher://host/lake", "/proc/lake", file.toString(), "hdfs://127.0.0.1:1/lake")) {
            TinyProject.End end = project.replacing("lake: " + lake, "lake: \"" + other + "\"")
                    .run("r", ALL);

            assertThat(end.error()).contains("Cannot reach the lake at " + other, "Check 'lake' in the pipeline file");
            assertThat(end.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        }
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(40));
    }

    @Test
    void aGzipFileThatWasCutOff() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(whole)) {
            out.write(noise("age,sex,hours,income\n").getBytes(StandardCharsets.US_ASCII));
        }
        byte[] zipped = whole.toByteArray();
        project = project.replacing("people.csv", "people.csv.gz");

        project.with("people.csv.gz", Arrays.copyOf(zipped, zipped.length * 3 / 4));
        assertEnd(ALL, ExitCode.DATA, "people.csv.gz", "damaged or cut off");
        Arrays.fill(zipped, zipped.length / 2, zipped.length * 3 / 4, (byte) 7);
        project.with("people.csv.gz", zipped);
        assertEnd(ALL, ExitCode.DATA, "people.csv.gz", "damaged or cut off");
        project.with("people.csv.gz", "age,sex,hours,income\n1,f,2,low\n".getBytes(StandardCharsets.US_ASCII));
        assertEnd(ALL, ExitCode.DATA, "people.csv.gz", "damaged or cut off");
        assertThat(project.published()).isEmpty();
    }

    @Test
    void aBinaryFileNamedCsv() {
        byte[] bytes = new byte[50_000];
        new Random(1).nextBytes(bytes);
        project.with("people.csv", bytes);

        assertEnd(ALL, ExitCode.DATA, "Cannot read", "people.csv as text");
        assertThat(project.published()).isEmpty();
    }

    @Test
    void twoColumnsOfOneName() {
        project.with("age,sex,Age,income", "1,f,2,low");

        assertEnd(ALL, ExitCode.DATA, "its header names the column 'Age' twice");
        assertThat(project.published()).isEmpty();
    }

    @Test
    void keysThatAreMissingOrTaken() {
        project.with("id,x", "1,a", ",b", "1,c", "2,d");
        project = project.replacing("  source:", "  key: [id]\n  source:");

        assertEnd(INGEST, ExitCode.DONE, "");
        assertThat(project.lake().read("raw/people").orderBy("id").collectAsList())
                .extracting(Row::toString)
                .containsExactly("[1,a]", "[2,d]");
        assertThat(project.lake()
                        .read("quarantine/people")
                        .select("record", "reason", "run_id")
                        .orderBy("record")
                        .collectAsList())
                .extracting(Row::toString)
                .containsExactly(
                        "[{\"id\":\"1\",\"x\":\"c\"},key is taken by an earlier row,r]",
                        "[{\"x\":\"b\"},key column 'id' is missing,r]");
        assertThat(project.lake()
                        .read("runs")
                        .select("rows_in", "rows_out", "rows_quarantined")
                        .head()
                        .toString())
                .isEqualTo("[4,2,2]");
    }

    /** Nothing goes to quarantine either: a run id is written once, and the mended source is to be run with the same one. */
    @Test
    void moreBrokenRowsThanAreAllowed() {
        project = project.replacing(
                "path: people.csv}",
                "path: people.csv}\n  expectations:\n    - {check: age between 0 and 120, severity: quarantine, allowed-fraction: 0.1}");
        project.with(TinyProject.people(20));
        assertThat(project.run("good", INGEST).exitCode()).isEqualTo(ExitCode.DONE);
        List<String> lines = TinyProject.people(20);
        lines.addAll(List.of("150,f,1,low", "151,f,1,low", "-7,f,1,low"));
        project.with(lines);

        assertEnd(
                ALL,
                ExitCode.DATA,
                "3 rows (13.04 %) break 'age between 0 and 120'",
                "10.00 % may",
                "{\"age\":-7}",
                "Nothing was published");
        assertThat(project.published()).containsExactly("raw/people@0");
        assertThat(project.lake()
                        .read("runs")
                        .where("run_id = 'r'")
                        .select("status")
                        .head()
                        .getString(0))
                .isEqualTo("failed");
        project.with(TinyProject.people(25));
        assertEnd(INGEST, ExitCode.DONE, "");
        assertThat(project.lake().read("raw/people").count()).isEqualTo(25);
    }

    @Test
    void batchesThatAreAddedOneAfterAnother() {
        project = project.replacing("  source:", "  mode: append\n  source:");
        for (String run : List.of("one", "two", "two")) {
            project.with(TinyProject.people(10));
            assertThat(project.run(run, INGEST)).isEqualTo(new TinyProject.End(ExitCode.DONE, ""));
        }

        assertThat(project.lake()
                        .read("raw/people")
                        .selectExpr("count(*)", "count(distinct row_id)", "max(row_id)")
                        .head()
                        .toString())
                .isEqualTo("[20,20,19]");
    }

    @Test
    void aColumnOfANameThatLeptonAdds() {
        List<String> lines = TinyProject.people(30);
        project.with(lines.stream().map(line -> line.replace("hours", "label")).toList());

        assertEnd(ALL, ExitCode.CONFIGURATION, "it has a column 'label'", "anonymize.columns");
        assertNothingAfterTrusted();
    }

    private void assertEnd(Consumer<PipelineRun> stages, ExitCode exitCode, String... words) {
        TinyProject.End end = project.run("r", stages);
        assertThat(end.error()).contains(words);
        assertThat(end.exitCode()).as(end.error()).isEqualTo(exitCode);
    }

    private void assertNothingAfterTrusted() {
        assertThat(project.published()).isSubsetOf("raw/people@0", "trusted/people@0");
    }

    /** Lines that cannot be compressed well, so that a part of the file is no whole. */
    private static String noise(String header) {
        Random random = new Random(5);
        StringBuilder lines = new StringBuilder(header);
        for (int i = 0; i < 20_000; i++) {
            lines.append(random.nextInt(100))
                    .append(",f,")
                    .append(random.nextLong())
                    .append(",low\n");
        }
        return lines.toString();
    }
}
