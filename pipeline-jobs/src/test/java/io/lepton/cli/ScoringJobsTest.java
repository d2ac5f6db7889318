package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.delta.tables.DeltaTable;
import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.jobs.ModelCompression;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.RunSummary;
import io.lepton.jobs.StageName;
import io.lepton.registry.ModelRegistry;
import io.lepton.testing.LocalSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Batches that take only what changed, challengers and selections, by one model that was trained before. */
@ExtendWith(LocalSpark.class)
class ScoringJobsTest {
    private static final String SCORES = "scores/tiny";

    @TempDir
    private static Path folder;

    private static TinyProject project;
    private static ScoredProject scored;

    /** A calibrated model, and another of the same name. */
    @BeforeAll
    static void trainTwoModels(SparkSession spark) {
        project = TinyProject.in(spark, folder)
                .keyed()
                .replacing("  folds: 2", "  folds: 2\n  calibration: platt")
                .with(TinyProject.keyedPeople(120));
        scored = new ScoredProject(project);
        assertThat(project.run("first", PipelineRun::all).error()).isEmpty();
        TinyProject other = project.replacing("linear: {}", "decision-tree: {depth: 2, min-instances: 5}");
        assertThat(other.trained("second").error()).isEmpty();
    }

    @Test
    void onlyRowsThatChangedAreScoredAnewAndTakeThePlacesOfTheOld(SparkSession spark) {
        String table = folder.resolve("nightly").toString();
        scored.unlabelled(60).write().format("delta").save(table);
        TinyProject nightly = project.named("nightly")
                .adding("score: {model: tiny/1, write: merge, input: {incremental: true, rows: all, "
                        + "source: {format: delta, path: nightly}}}\n");

        assertThat(scored.batch(nightly, "night-1")).isEqualTo(60);
        DeltaTable.forPath(spark, table)
                .update(functions.expr("person in (3, 4)"), Map.of("hours", functions.expr("hours + 30")));
        DeltaTable.forPath(spark, table).delete("person = 5");
        scored.unlabelled(63)
                .where("person > 60")
                .write()
                .format("delta")
                .mode("append")
                .save(table);
        assertThat(scored.batch(nightly, "night-2"))
                .as("2 changed and 3 new ones")
                .isEqualTo(5);
        assertThat(scored.batch(nightly, "night-2")).as("the same run again").isEqualTo(5);
        assertThat(scored.batch(nightly, "night-3")).as("nothing changed").isZero();

        TinyProject whole = project.named("whole")
                .adding("score: {model: tiny/1, input: {source: {format: delta, path: nightly}}}\n");
        assertThat(scored.batch(whole, "whole")).isEqualTo(62);
        assertThat(scored.scores("scores/nightly", "true"))
                .as("as if all rows had been scored")
                .isEqualTo(scored.scores("scores/whole", "true"))
                .hasSize(62);
        assertThat(scored.runs("scores/nightly")).containsExactly("night-1 57", "night-2 5");

        // The table is there by now: columns of files are copied, which are named otherwise than what Spark writes.
        assertThat(scored.batch(whole, "once more")).isEqualTo(62);
        assertThat(folder.resolve("lake/scores/whole").toFile().list())
                .anyMatch(file -> file.matches("part-[0-9a-f]{8}-.*"))
                .anyMatch(file -> file.matches("part-[0-9]{5}-.*"));
        assertThat(scored.scores("scores/whole", "run_id = 'once more'"))
                .isEqualTo(scored.scores("scores/whole", "run_id = 'whole'"))
                .hasSize(62);

        // Another model's scores say nothing about this one's; who is gone by then is gone from the scores, too.
        DeltaTable.forPath(spark, table).delete("person = 6");
        TinyProject changed = nightly.replacing("tiny/1", "tiny/2");
        assertThat(scored.batch(changed, "night-4")).isEqualTo(61);
        assertThat(scored.runs("scores/nightly")).containsExactly("night-4 61");
    }

    /** It was refused, and its rows came again with the next batch: published after that it would bring back whom the table does not hold any more. */
    @Test
    void aBatchThatALaterOneOvertookIsNotPublishedAnyMore(SparkSession spark) {
        String table = folder.resolve("overtaken").toString();
        scored.unlabelled(30).write().format("delta").save(table);
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
        assertThat(scored.batch(open, "late")).isEqualTo(29);

        TinyProject.End overtaken =
                strict.replacing("at-least: 1.01", "at-least: 0").run("early", stages -> stages.only(StageName.AUDIT));

        assertThat(overtaken.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(overtaken.error())
                .contains("Cannot publish the scores of run 'early': run 'late' scored the table after it");
        assertThat(scored.runs("scores/overtaken")).containsExactly("late 29");
    }

    @Test
    void keysThatRepeatAreNotMerged(SparkSession spark) {
        scored.unlabelled(4)
                .union(scored.unlabelled(2))
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

        assertThat(scored.batch(compared, "compared")).isEqualTo(120);
        assertThat(scored.batch(challenger, "alone")).isEqualTo(120);

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
        assertThat(scored.scores("scores/compared@challenger", "model_version = 2"))
                .isEqualTo(scored.scores("scores/alone", "true"))
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

    /** Of 120 rows the share is 25.2: as many as fit into it. */
    @Test
    void aShareOfTheRowsIsSelectedFromTheHighestScoreDownAndThatIsAudited() {
        TinyProject share = project.named("share")
                .adding("score: {model: tiny/1, select: {top-fraction: 0.21}, input: {rows: all}}\n");

        assertThat(scored.batch(share, "share")).isEqualTo(120);

        List<Scored> rows = selected("share");
        assertThat(rows.stream().filter(Scored::selected)).hasSize(25);
        double edge = rows.stream()
                .map(Scored::score)
                .sorted(Comparator.reverseOrder())
                .toList()
                .get(24);
        assertThat(rows).allSatisfy(row -> {
            // Of equal scores at the edge a hash of the keys decides.
            if (row.score() != edge) {
                assertThat(row.selected()).isEqualTo(row.score() > edge);
            }
        });
        requireAuditOfSelection("share", rows);
    }

    /** The bound is a score that a row has, which belongs to it. */
    @Test
    void rowsAreSelectedFromAScoreOnAndThatIsAudited() {
        TinyProject all = project.named("all").adding("score: {model: tiny/1, input: {rows: all}}\n");
        assertThat(scored.batch(all, "all")).isEqualTo(120);
        double bound = project.lake()
                .read("scores/all")
                .orderBy(functions.col("score").desc())
                .collectAsList()
                .get(39)
                .getAs("score");
        TinyProject good = project.named("good")
                .adding("score: {model: tiny/1, select: {at-least: " + bound + "}, input: {rows: all}}\n");

        assertThat(scored.batch(good, "good")).isEqualTo(120);

        List<Scored> rows = selected("good");
        assertThat(rows).allSatisfy(row -> assertThat(row.selected()).isEqualTo(row.score() >= bound));
        assertThat(rows.stream().filter(Scored::selected)).hasSizeGreaterThanOrEqualTo(40);
        requireAuditOfSelection("good", rows);
    }

    private record Scored(int person, double score, boolean predicted, boolean selected) {
        /** For means. */
        double chosen() {
            return selected ? 1 : 0;
        }

        /** As {@link TinyProject#people} has it. */
        String sex() {
            return (person - 1) % 3 == 0 ? "f" : "m";
        }
    }

    private static List<Scored> selected(String table) {
        return project.lake().read("scores/" + table).collectAsList().stream()
                .map(row -> new Scored(
                        row.getAs("person"),
                        row.getAs("score"),
                        row.getAs("prediction").equals("high"),
                        row.getAs("selected")))
                .toList();
    }

    private static void requireAuditOfSelection(String run, List<Scored> rows) {
        assertThat(rows.stream().filter(Scored::predicted).count())
                .as("predictions are no selection")
                .isNotEqualTo(rows.stream().filter(Scored::selected).count());
        Map<String, Double> expected = new TreeMap<>(
                rows.stream().collect(Collectors.groupingBy(Scored::sex, Collectors.averagingDouble(Scored::chosen))));
        expected.put("all", rows.stream().collect(Collectors.averagingDouble(Scored::chosen)));
        Map<String, Double> audited = project
                .lake()
                .read("audits/fairness")
                .where("run_id = '" + run + "' and metric = 'selection_rate' and kind in ('overall', 'group')")
                .collectAsList()
                .stream()
                .collect(Collectors.toMap(row -> row.getAs("group_name"), row -> row.getAs("value")));
        assertThat(audited).containsOnlyKeys(expected.keySet());
        audited.forEach((group, rate) -> assertThat(rate).as(group).isCloseTo(expected.get(group), within(1e-12)));
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
        assertThat(scored.batch(smaller, "smaller")).isEqualTo(120);
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
        assertThat(ScoredProject.texts(
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
}
