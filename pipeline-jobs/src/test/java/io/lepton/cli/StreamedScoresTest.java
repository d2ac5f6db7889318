package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import io.lepton.error.ExitCode;
import io.lepton.jobs.PipelineRun;
import io.lepton.lake.Lake;
import io.lepton.privacy.keys.KeyType;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.KeysetFile;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Streams of tables and of files leave the scores that batches leave, each row's once. PublishingKillTest cuts one off in the middle of a batch. */
@ExtendWith(LocalSpark.class)
class StreamedScoresTest {
    /** What a shell says of a process that SIGTERM ended. */
    private static final int TERMINATED = 128 + 15;

    @TempDir
    private static Path folder;

    private static TinyProject project;
    private static ScoredProject scored;

    /** One model for all: each test has a pipeline of its own. */
    @BeforeAll
    static void train(SparkSession spark) {
        project = TinyProject.in(spark, folder).keyed().with(TinyProject.keyedPeople(120));
        scored = new ScoredProject(project);
        assertThat(project.run("first", PipelineRun::all).error()).isEmpty();
    }

    @Test
    void aStreamScoresEachCommitOnceAndGoesOnWhereItWas(SparkSession spark) {
        String table = folder.resolve("flowing").toString();
        scored.unlabelled(30)
                .write()
                .format("delta")
                .option("delta.enableChangeDataFeed", true)
                .save(table);
        TinyProject flowing = project.named("flowing")
                .adding("score: {model: tiny/1, write: merge, input: {source: {format: delta, path: flowing}}}\n");
        scored.streamed(flowing, "flow");
        DeltaTable.forPath(spark, table)
                .update(functions.expr("person = 3"), Map.of("hours", functions.expr("hours + 30")));
        DeltaTable.forPath(spark, table).delete("person = 4");
        scored.streamed(flowing, "flow");
        scored.streamed(flowing, "flow");

        TinyProject whole = project.named("still")
                .adding("score: {model: tiny/1, input: {source: {format: delta, path: flowing}}}\n");
        scored.batch(whole, "still");
        assertThat(scored.scores("scores/flowing", "true"))
                .isEqualTo(scored.scores("scores/still", "true"))
                .hasSize(29);
        assertThat(scored.runs("scores/flowing")).containsExactly("flow-000000 28", "flow-000001 1");

        new Lake(spark, folder.resolve("lake").toString()).delete("streams/flow");
        TinyProject.End unknown = scored.stream(flowing, "flow");
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(unknown.error())
                .contains("Cannot go on with the stream 'flow': its batches are on record, and its offsets are gone");
    }

    @Test
    void aStreamOfFilesStopsAtARefusalAndGoesOnWithOtherGates() throws Exception {
        Files.createDirectories(folder.resolve("files"));
        scored.write("files/a.csv", ScoredProject.unlabelledLines(20, 0));
        scored.write("files/b.csv", ScoredProject.unlabelledLines(20, 20));
        TinyProject files =
                project.named("files").adding("score: {model: tiny/1, input: {source: {format: csv, path: files}}}\n");
        scored.streamed(files, "flow-files");
        scored.write("files/c.csv", ScoredProject.unlabelledLines(20, 40));
        TinyProject strict = files.replacing(
                "  protected-attributes: [sex]\n",
                "  protected-attributes: [sex]\n  minimum-count: 2\n  gates: [{metric: demographic_parity_ratio, at-least: 1.01}]\n");

        TinyProject.End refused = scored.stream(strict, "flow-files");

        assertThat(refused.exitCode()).isEqualTo(ExitCode.GATE);
        assertThat(scored.runs("scores/files")).containsExactly("flow-files-000000 40");
        scored.streamed(files, "flow-files");
        assertThat(scored.runs("scores/files")).containsExactly("flow-files-000000 40", "flow-files-000001 20");
        scored.write("all.csv", ScoredProject.unlabelledLines(60, 0));
        TinyProject whole =
                project.named("all").adding("score: {model: tiny/1, input: {source: {format: csv, path: all.csv}}}\n");
        scored.batch(whole, "all");
        assertThat(scored.scores("scores/files", "true"))
                .isEqualTo(scored.scores("scores/all", "true"))
                .hasSize(60);
    }

    /** Without a change feed a table tells which rows are new, and no more. */
    @Test
    void aStreamOfATableWithoutAChangeFeedEndsWhereRowsChangeOrGo(SparkSession spark) {
        List<String> changes = Boolean.getBoolean("all-tests") ? List.of("updated", "deleted") : List.of("updated");
        for (String change : changes) {
            String table = folder.resolve(change).toString();
            scored.unlabelled(30).write().format("delta").save(table);
            TinyProject growing = tableNamed(change);
            scored.streamed(growing, change);
            append(scored.unlabelled(45).where("person > 30"), table);
            scored.streamed(growing, change);
            List<String> published = scored.scores("scores/" + change, "true");
            assertThat(published).isEqualTo(byBatch(change)).hasSize(45);
            assertThat(scored.runs("scores/" + change)).containsExactly(change + "-000000 30", change + "-000001 15");
            DeltaTable changed = DeltaTable.forPath(spark, table);
            if (change.equals("updated")) {
                changed.update(functions.expr("person = 3"), Map.of("hours", functions.expr("hours + 30")));
            } else {
                changed.delete("person > 30");
            }

            TinyProject.End end = scored.stream(growing, change);

            assertThat(end.exitCode()).isEqualTo(ExitCode.DATA);
            assertThat(end.error())
                    .contains("Cannot go on with the stream: rows of the table were changed or deleted, and only its"
                            + " change feed tells which.")
                    .contains("delta.enableChangeDataFeed = true", "a new stream with another --run-id");
            assertThat(scored.scores("scores/" + change, "true")).isEqualTo(published);
        }
    }

    /** As its message says. */
    @Test
    @EnabledIfSystemProperty(named = "all-tests", matches = "true")
    void aStreamThatEndedForWantOfAChangeFeedIsStartedAnewWithOne(SparkSession spark) {
        String table = folder.resolve("mended").toString();
        scored.unlabelled(30).write().format("delta").save(table);
        spark.sql("ALTER TABLE delta.`" + table + "` SET TBLPROPERTIES (delta.enableChangeDataFeed = true)");
        TinyProject mended = project.named("mended")
                .adding("score: {model: tiny/1, write: merge, input: {source: {format: delta, path: mended}}}\n");

        scored.streamed(mended, "mended-anew");
        DeltaTable.forPath(spark, table)
                .update(functions.expr("person = 3"), Map.of("hours", functions.expr("hours + 30")));
        scored.streamed(mended, "mended-anew");

        assertThat(scored.scores("scores/mended", "true"))
                .isEqualTo(byBatch("mended"))
                .hasSize(30);
        assertThat(scored.runs("scores/mended")).containsExactly("mended-anew-000000 29", "mended-anew-000001 1");
    }

    /** A process that looks every second, until it is told to end. */
    @Test
    @EnabledIfSystemProperty(named = "all-tests", matches = "true")
    void aStreamThatGoesOnScoresWhatComesMeanwhile() throws Exception {
        Files.createDirectories(folder.resolve("steady"));
        scored.write("steady/a.csv", ScoredProject.unlabelledLines(20, 0));
        TinyProject steady = project.named("steady")
                .adding("score: {model: tiny/1, input: {source: {format: csv, path: steady}}}\n");
        project.with("steady.yaml", steady.yaml().getBytes(StandardCharsets.UTF_8));
        try (LeptonProcess process = LeptonProcess.start(
                folder,
                folder.resolve("lake"),
                "score",
                folder.resolve("steady.yaml").toString(),
                "--stream",
                "--every",
                "1",
                "--run-id",
                "steady")) {
            awaitAudit(process);
            List<String> first = scored.scores("scores/steady", "true");
            scored.write("b.csv", ScoredProject.unlabelledLines(20, 20));
            // Whole from its first moment on, as the stream may look at any.
            Files.move(folder.resolve("b.csv"), folder.resolve("steady/b.csv"), StandardCopyOption.ATOMIC_MOVE);
            awaitAudit(process);
            assertThat(process.stop()).as(process.output()).isEqualTo(TERMINATED);

            assertThat(first).hasSize(20);
        }

        List<String> published = scored.scores("scores/steady", "true");
        scored.write("both.csv", ScoredProject.unlabelledLines(40, 0));
        scored.batch(
                project.named("both")
                        .adding("score: {model: tiny/1, input: {source: {format: csv, path: both.csv}}}\n"),
                "both");
        assertThat(published).isEqualTo(scored.scores("scores/both", "true")).hasSize(40);
        scored.streamed(steady, "steady");
        assertThat(scored.runs("scores/steady")).containsExactly("steady-000000 20", "steady-000001 20");
    }

    /** Until the next batch is published: the line that says that its audit began, and the one that says that it is done. */
    private static void awaitAudit(LeptonProcess process) throws IOException {
        for (String line : List.of("audit      started", " audit      ")) {
            assertThat(process.awaitLine(line)).as(process.output()).isTrue();
        }
    }

    private static TinyProject tableNamed(String name) {
        return project.named(name)
                .adding("score: {model: tiny/1, input: {source: {format: delta, path: " + name + "}}}\n");
    }

    /** What a batch says of all rows of a table. */
    private static List<String> byBatch(String table) {
        String name = table + "-whole";
        scored.batch(tableNamed(table).replacing("pipeline: " + table + "\n", "pipeline: " + name + "\n"), name);
        return scored.scores("scores/" + name, "true");
    }

    private static void append(Dataset<Row> rows, String table) {
        rows.write().format("delta").mode("append").save(table);
    }

    @Test
    void aStreamEncryptsScoresThatWaitAndThatAreThere() throws Exception {
        Path keys = folder.resolve("keys.json");
        new KeysetFile(keys, Optional.empty()).create(Keyset.create(KeyType.FILES));
        Files.createDirectories(folder.resolve("secret"));
        scored.write("secret/a.csv", ScoredProject.unlabelledLines(20, 0));
        TinyProject secret = project.named("secret")
                .adding("score: {model: tiny/1, input: {source: {format: csv, path: secret}}}\n"
                        + "encryption: {keyset: keys.json, tables: [scores]}\n");
        scored.streamed(secret, "hidden");
        scored.write("secret/b.csv", ScoredProject.unlabelledLines(20, 20));
        TinyProject strict = secret.replacing(
                "  protected-attributes: [sex]\n",
                "  protected-attributes: [sex]\n  minimum-count: 2\n  gates: [{metric: demographic_parity_ratio, at-least: 1.01}]\n");

        assertThat(scored.stream(strict, "hidden").exitCode()).isEqualTo(ExitCode.GATE);

        for (String table : List.of("scores/secret", "work/hidden-000001/scores")) {
            assertThat(firstBytes(table)).as(table).isNotEmpty().containsOnly("PARE");
            assertThatThrownBy(() -> project.lake().read(table)).hasMessageContaining("its files are encrypted");
        }
        scored.streamed(secret, "hidden");
        assertThat(ScoredProject.texts(
                        project.lake()
                                .read("runs")
                                .where("run_id like 'hidden-%' and stage = 'audit'")
                                .select("run_id")
                                .distinct(),
                        "run_id"))
                .containsExactlyInAnyOrder("hidden-000000", "hidden-000001");
    }

    /** Of data files: Parquet begins encrypted ones with PARE instead of PAR1. */
    private static Set<String> firstBytes(String table) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("lake/" + table))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .map(StreamedScoresTest::firstBytes)
                    .collect(Collectors.toSet());
        }
    }

    private static String firstBytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
