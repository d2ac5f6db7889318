package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.delta.tables.DeltaTable;
import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.jobs.ModelCompression;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.RunSummary;
import io.lepton.jobs.StageName;
import io.lepton.lake.Lake;
import io.lepton.privacy.keys.KeyType;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.KeysetFile;
import io.lepton.registry.ModelRegistry;
import io.lepton.testing.LocalSpark;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Batches that take only what changed, streams, challengers and selections, by one model that was trained before. */
@ExtendWith(LocalSpark.class)
class ScoringJobsTest {
    private static final String SCORES = "scores/tiny";

    @TempDir
    private static Path folder;

    private static TinyProject project;

    /** A calibrated model, and another of the same name. */
    @BeforeAll
    static void trainTwoModels(SparkSession spark) {
        project = TinyProject.in(spark, folder)
                .keyed()
                .replacing("  folds: 2", "  folds: 2\n  calibration: platt")
                .with(TinyProject.keyedPeople(120));
        assertThat(project.run("first", PipelineRun::all).error()).isEmpty();
        TinyProject other = project.replacing("linear: {}", "decision-tree: {depth: 2, min-instances: 5}");
        assertThat(other.run("second", run -> {
                            run.only(StageName.TRAIN);
                            run.only(StageName.REGISTER);
                        })
                        .error())
                .isEmpty();
    }

    @Test
    void onlyRowsThatChangedAreScoredAnewAndTakeThePlacesOfTheOld(SparkSession spark) {
        String table = folder.resolve("nightly").toString();
        unlabelled(spark, 60).write().format("delta").save(table);
        TinyProject nightly = project.named("nightly")
                .adding("score: {model: tiny/1, write: merge, input: {incremental: true, rows: all, "
                        + "source: {format: delta, path: nightly}}}\n");

        assertThat(batch(nightly, "night-1")).isEqualTo(60);
        DeltaTable.forPath(spark, table)
                .update(functions.expr("person in (3, 4)"), Map.of("hours", functions.expr("hours + 30")));
        DeltaTable.forPath(spark, table).delete("person = 5");
        unlabelled(spark, 63)
                .where("person > 60")
                .write()
                .format("delta")
                .mode("append")
                .save(table);
        assertThat(batch(nightly, "night-2")).as("2 changed and 3 new ones").isEqualTo(5);
        assertThat(batch(nightly, "night-2")).as("the same run again").isEqualTo(5);
        assertThat(batch(nightly, "night-3")).as("nothing changed").isZero();

        TinyProject whole = project.named("whole")
                .adding("score: {model: tiny/1, input: {source: {format: delta, path: nightly}}}\n");
        assertThat(batch(whole, "whole")).isEqualTo(62);
        assertThat(scores("scores/nightly", "true"))
                .as("as if all rows had been scored")
                .isEqualTo(scores("scores/whole", "true"))
                .hasSize(62);
        assertThat(runs("scores/nightly")).containsExactly("night-1 57", "night-2 5");

        // The table is there by now: columns of files are copied, which are named otherwise than what Spark writes.
        assertThat(batch(whole, "once more")).isEqualTo(62);
        assertThat(folder.resolve("lake/scores/whole").toFile().list())
                .anyMatch(file -> file.matches("part-[0-9a-f]{8}-.*"))
                .anyMatch(file -> file.matches("part-[0-9]{5}-.*"));
        assertThat(scores("scores/whole", "run_id = 'once more'"))
                .isEqualTo(scores("scores/whole", "run_id = 'whole'"))
                .hasSize(62);

        // Another model's scores say nothing about this one's; who is gone by then is gone from the scores, too.
        DeltaTable.forPath(spark, table).delete("person = 6");
        TinyProject changed = nightly.replacing("tiny/1", "tiny/2");
        assertThat(batch(changed, "night-4")).isEqualTo(61);
        assertThat(runs("scores/nightly")).containsExactly("night-4 61");
    }

    /** It was refused, and its rows came again with the next batch: published after that it would bring back whom the table does not hold any more. */
    @Test
    void aBatchThatALaterOneOvertookIsNotPublishedAnyMore(SparkSession spark) {
        String table = folder.resolve("overtaken").toString();
        unlabelled(spark, 30).write().format("delta").save(table);
        TinyProject open = project.named("overtaken")
                .adding("score: {model: tiny/1, write: merge, input: {incremental: true, rows: all, "
                        + "source: {format: delta, path: overtaken}}}\n");
        TinyProject strict = open.replacing(
                "  protected-attributes: [sex]\n",
                "  protected-attributes: [sex]\n  minimum-count: 2\n  gates: [{metric: demographic_parity_ratio, at-least: 1.01}]\n");
        assertThat(strict.run("early", stages -> {
                            stages.only(StageName.SCORE);
                            stages.only(StageName.AUDIT);
                        })
                        .exitCode())
                .isEqualTo(ExitCode.GATE);
        DeltaTable.forPath(spark, table).delete("person = 4");
        assertThat(batch(open, "late")).isEqualTo(29);

        TinyProject.End overtaken =
                strict.replacing("at-least: 1.01", "at-least: 0").run("early", stages -> stages.only(StageName.AUDIT));

        assertThat(overtaken.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(overtaken.error())
                .contains("Cannot publish the scores of run 'early': run 'late' scored the table after it");
        assertThat(runs("scores/overtaken")).containsExactly("late 29");
    }

    @Test
    void keysThatRepeatAreNotMerged(SparkSession spark) {
        unlabelled(spark, 4)
                .union(unlabelled(spark, 2))
                .write()
                .format("delta")
                .save(folder.resolve("twice").toString());
        TinyProject twice = project.named("twice")
                .adding("score: {model: tiny/1, write: merge, input: {source: {format: delta, path: twice}}}\n");

        TinyProject.End end = twice.run("twice", run -> run.only(StageName.SCORE));

        assertThat(end.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(end.error()).contains("2 rows have the same key (person)", "score.write: append");
    }

    @Test
    void aChallengerScoresTheSameRowsAndDecidesNothing() {
        TinyProject compared = project.named("compared")
                .adding(
                        "  gates: [{metric: accuracy, at-least: 0.5}]\n"
                                + "score: {model: tiny/1, challenger: tiny/2, raw-score: true, select: {top: 10}, input: {rows: all}}\n");
        TinyProject challenger = project.named("alone").adding("score: {model: tiny/2, input: {rows: all}}\n");

        assertThat(batch(compared, "compared")).isEqualTo(120);
        assertThat(batch(challenger, "alone")).isEqualTo(120);

        Dataset<Row> published = project.lake().read("scores/compared");
        assertThat(published.columns())
                .containsExactly(
                        "person",
                        "score",
                        "raw_score",
                        "prediction",
                        "selected",
                        "model_name",
                        "model_version",
                        "run_id",
                        "scored_at");
        assertThat(published.where("selected").count()).isEqualTo(10);
        assertThat(published
                        .where("selected")
                        .agg(functions.min("score"))
                        .head()
                        .getDouble(0))
                .isGreaterThanOrEqualTo(published
                        .where("not selected")
                        .agg(functions.max("score"))
                        .head()
                        .getDouble(0));
        assertThat(published.where("abs(score - raw_score) > 1e-6").count())
                .as("rows whose score was calibrated")
                .isPositive();
        assertThat(scores("scores/compared@challenger", "model_version = 2"))
                .isEqualTo(scores("scores/alone", "true"))
                .hasSize(120);
        assertThat(project.lake()
                        .read("audits/fairness")
                        .where("run_id = 'compared' and kind = 'overall' and metric = 'selection_rate'")
                        .orderBy("model_version")
                        .selectExpr("concat(model_version, ' ', round(value, 4))")
                        .collectAsList())
                .extracting(row -> row.getString(0))
                .as("the selection is what is audited")
                .containsExactly("1 " + 0.0833, "2 " + 0.0833);
    }

    @Test
    void aStreamScoresEachCommitOnceAndGoesOnWhereItWas(SparkSession spark) {
        String table = folder.resolve("flowing").toString();
        unlabelled(spark, 30)
                .write()
                .format("delta")
                .option("delta.enableChangeDataFeed", true)
                .save(table);
        TinyProject flowing = project.named("flowing")
                .adding("score: {model: tiny/1, write: merge, input: {source: {format: delta, path: flowing}}}\n");
        streamed(flowing);
        DeltaTable.forPath(spark, table)
                .update(functions.expr("person = 3"), Map.of("hours", functions.expr("hours + 30")));
        DeltaTable.forPath(spark, table).delete("person = 4");
        streamed(flowing);
        streamed(flowing);

        TinyProject whole = project.named("still")
                .adding("score: {model: tiny/1, input: {source: {format: delta, path: flowing}}}\n");
        batch(whole, "still");
        assertThat(scores("scores/flowing", "true"))
                .isEqualTo(scores("scores/still", "true"))
                .hasSize(29);
        assertThat(runs("scores/flowing")).containsExactly("flow-000000 28", "flow-000001 1");

        new Lake(spark, folder.resolve("lake").toString()).delete("streams/flow");
        TinyProject.End unknown = flowing.run("flow", run -> run.stream(Optional.empty()));
        assertThat(unknown.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(unknown.error())
                .contains("Cannot go on with the stream 'flow': its batches are on record, and its offsets are gone");
    }

    @Test
    void aStreamOfFilesStopsAtARefusalAndGoesOnWithOtherGates() throws Exception {
        Files.createDirectories(folder.resolve("files"));
        write("files/a.csv", unlabelledLines(20, 0));
        write("files/b.csv", unlabelledLines(20, 20));
        TinyProject files =
                project.named("files").adding("score: {model: tiny/1, input: {source: {format: csv, path: files}}}\n");
        streamed(files);
        write("files/c.csv", unlabelledLines(20, 40));
        TinyProject strict = files.replacing(
                "  protected-attributes: [sex]\n",
                "  protected-attributes: [sex]\n  minimum-count: 2\n  gates: [{metric: demographic_parity_ratio, at-least: 1.01}]\n");

        TinyProject.End refused = strict.run("flow-files", run -> run.stream(Optional.empty()));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.GATE);
        assertThat(runs("scores/files")).containsExactly("flow-files-000000 40");
        streamedAs(files, "flow-files");
        assertThat(runs("scores/files")).containsExactly("flow-files-000000 40", "flow-files-000001 20");
        write("all.csv", unlabelledLines(60, 0));
        TinyProject whole =
                project.named("all").adding("score: {model: tiny/1, input: {source: {format: csv, path: all.csv}}}\n");
        batch(whole, "all");
        assertThat(scores("scores/files", "true"))
                .isEqualTo(scores("scores/all", "true"))
                .hasSize(60);
    }

    @Test
    void aStreamEncryptsScoresThatWaitAndThatAreThere() throws Exception {
        Path keys = folder.resolve("keys.json");
        new KeysetFile(keys, Optional.empty()).create(Keyset.create(KeyType.FILES));
        Files.createDirectories(folder.resolve("secret"));
        write("secret/a.csv", unlabelledLines(20, 0));
        TinyProject secret = project.named("secret")
                .adding("score: {model: tiny/1, input: {source: {format: csv, path: secret}}}\n"
                        + "encryption: {keyset: keys.json, tables: [scores]}\n");
        streamedAs(secret, "hidden");
        write("secret/b.csv", unlabelledLines(20, 20));
        TinyProject strict = secret.replacing(
                "  protected-attributes: [sex]\n",
                "  protected-attributes: [sex]\n  minimum-count: 2\n  gates: [{metric: demographic_parity_ratio, at-least: 1.01}]\n");

        assertThat(strict.run("hidden", run -> run.stream(Optional.empty())).exitCode())
                .isEqualTo(ExitCode.GATE);

        for (String table : List.of("scores/secret", "work/hidden-000001/scores")) {
            assertThat(firstBytes(table)).as(table).isNotEmpty().containsOnly("PARE");
            assertThatThrownBy(() -> project.lake().read(table)).hasMessageContaining("its files are encrypted");
        }
        streamedAs(secret, "hidden");
        assertThat(texts(
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
                    .map(ScoringJobsTest::firstBytes)
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

    @Test
    void aModelOfTreesIsMadeSmaller(SparkSession spark) {
        ModelCompression compression =
                new ModelCompression(spark, folder.resolve("lake").toString());

        ModelCompression.Report report = compression.compress("tiny/2", 0.6, "squeezed");

        ModelCompression.Figures after = report.after().orElseThrow();
        assertThat(after.size().bytes()).isLessThan(report.before().size().bytes());
        assertThat(report.before().quality() - after.quality()).isLessThanOrEqualTo(0.6);
        TinyProject smaller =
                project.named("smaller").adding("score: {model: " + after.model() + ", input: {rows: all}}\n");
        assertThat(batch(smaller, "smaller")).isEqualTo(120);
        assertThatThrownBy(() -> compression.compress("tiny/1", 0.4, "linear"))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("it has neither trees nor networks");
    }

    @Test
    void theCommandTellsWhatTheSmallerModelLosesAndWhyThereIsNone() throws Exception {
        String compress = "models compress --lake " + folder.resolve("lake") + " ";
        String output;
        try (LeptonProcess process = LeptonProcess.program(
                folder,
                folder.resolve("lake"),
                CommandsDriver.class,
                compress + "tiny/2 --max-auc-loss 0.6",
                compress + "tiny/1",
                compress + "tiny/999",
                compress + "tiny/2 --max-auc-loss 2",
                compress)) {
            assertThat(process.exitCode()).isZero();
            output = process.output();
        }

        String[] told = output.split(CommandsDriver.ENDED);
        assertThat(output.lines().filter(line -> line.startsWith(CommandsDriver.ENDED)))
                .containsExactly("exit code 0", "exit code 2", "exit code 2", "exit code 2", "exit code 2");
        assertThat(told[0])
                .containsPattern("MODEL +TREES +NODES +THRESHOLDS +WEIGHTS +KB +AUC +NS A ROW")
                .containsPattern("tiny/2 +1 +[0-9]+ +[0-9]+ +0 +[0-9]+ +[01]\\.[0-9]{4} +[0-9]+")
                .containsPattern(
                        "tiny/[0-9]+ takes [0-9]+ % of the space, scores a row in [0-9]+ % of the time, and loses")
                .contains("No alias was moved: score with score.model: tiny/");
        assertThat(told[1]).contains("it has neither trees nor networks");
        assertThat(told[2]).contains("tiny");
        assertThat(told[3]).contains("--max-auc-loss is a loss from 0 to 1, found 2.0");
        assertThat(told[4]).contains("Missing required parameter: 'MODEL'");
    }

    @Test
    void aRunKeepsWhatItsSmallerModelLostAndWhyThereIsNone() {
        String asked = "register: {model: small, compress: {max-auc-loss: 0.6}}\n";
        TinyProject trees = project.replacing("linear: {}", "decision-tree: {depth: 2, min-instances: 5}")
                .adding(asked);

        RunSummary smaller = registered(trees, "smaller-trees");
        RunSummary refused = registered(project.adding(asked), "smaller-linear");

        ModelCompression.Report report =
                smaller.compression().orElseThrow().report().orElseThrow();
        ModelCompression.Figures after = report.after().orElseThrow();
        assertThat(after.size().bytes()).isLessThan(report.before().size().bytes());
        assertThat(after.bytes()).isPositive();
        assertThat(report.before().quality() - after.quality()).isLessThanOrEqualTo(0.6);
        assertThat(report.before().nanosPerRow()).isPositive();
        StringWriter screen = new StringWriter();
        new SummaryScreen(new PrintWriter(screen)).print(smaller);
        assertThat(screen.toString()).contains("Model     small/1", "NS A ROW", "as registered takes");
        ModelRegistry registry = new ModelRegistry(
                project.spark().sparkContext().hadoopConfiguration(),
                project.lake().pathOf("registry"));
        assertThat(registry.version("small", 1).parameters()).containsKey("compressed-trees");
        assertThat(registry.version("small", 1).metrics()).containsKey("auc");
        assertThat(registry.version("small", 2).parameters()).doesNotContainKey("compressed-trees");
        assertThat(refused.compression().orElseThrow().refusal().orElseThrow())
                .contains("it has neither trees nor networks");
        assertThat(texts(
                        project.lake().read("runs").where("run_id = 'smaller-linear' and stage = 'register'"),
                        "detail"))
                .singleElement()
                .asString()
                .contains("neither trees nor networks");
    }

    private static RunSummary registered(TinyProject of, String name) {
        List<RunSummary> summaries = new ArrayList<>();
        TinyProject.End end = of.run(name, run -> {
            run.only(StageName.TRAIN);
            run.only(StageName.REGISTER);
            summaries.add(run.summary().orElseThrow());
        });
        assertThat(end.error()).isEmpty();
        return summaries.get(0);
    }

    private static void streamed(TinyProject of) {
        streamedAs(of, of.yaml().contains("path: files") ? "flow-files" : "flow");
    }

    private static void streamedAs(TinyProject of, String name) {
        assertThat(of.run(name, run -> run.stream(Optional.empty())).error()).isEmpty();
    }

    /** Scores, audits and publishes; how many rows were scored. */
    private static long batch(TinyProject of, String run) {
        TinyProject.End end = of.run(run, stages -> {
            stages.only(StageName.SCORE);
            stages.only(StageName.AUDIT);
        });
        assertThat(end.error()).isEmpty();
        return project.lake()
                .read("runs")
                .where("run_id = '" + run + "' and stage = 'score'")
                .head()
                .getAs("rows_out");
    }

    private static List<String> scores(String table, String rows) {
        return texts(
                project.lake().read(table).where(rows).orderBy("person"), "concat_ws(' ', person, score, prediction)");
    }

    private static List<String> runs(String table) {
        return texts(
                project.lake().read(table).groupBy("run_id").count().orderBy("run_id"), "concat(run_id, ' ', count)");
    }

    private static List<String> texts(Dataset<Row> rows, String expression) {
        return rows.selectExpr(expression).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    private static Dataset<Row> unlabelled(SparkSession spark, int count) {
        List<String> lines = unlabelledLines(count, 0);
        return spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(spark.createDataset(lines, Encoders.STRING()));
    }

    private static List<String> unlabelledLines(int count, int after) {
        List<String> lines = TinyProject.keyedPeople(after + count).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
        List<String> wanted = new ArrayList<>(List.of(lines.get(0)));
        wanted.addAll(lines.subList(1 + after, lines.size()));
        return wanted;
    }

    private static void write(String name, List<String> lines) {
        project.with(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
