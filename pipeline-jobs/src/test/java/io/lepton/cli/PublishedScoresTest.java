package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.error.ExitCode;
import io.lepton.fairness.Gates;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.StageName;
import io.lepton.registry.ModelRegistry;
import io.lepton.testing.LocalSpark;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Scores are published with their audit, or not at all. */
@ExtendWith(LocalSpark.class)
class PublishedScoresTest {
    private static final String SCORES = "scores/tiny";

    @TempDir
    private static Path folder;

    private static TinyProject project;

    /** One lake and one model for all: each test has runs of its own. */
    @BeforeAll
    static void walkTheWholeRoad(SparkSession spark) {
        project = TinyProject.in(spark, folder).keyed().with(TinyProject.keyedPeople(120));
        TinyProject.End end = project.auditedInFull().run("first", PipelineRun::all);
        assertThat(end.error()).isEmpty();
    }

    @Test
    void nobodySeesWhatItsAuditHasNotPassed() {
        TinyProject strict = project.adding(
                "  gates:\n    - {metric: auc, at-least: 1.5}\n    - {metric: accuracy, at-least: 0.5}\n");
        assertThat(strict.run("scored", run -> run.only(StageName.SCORE)).exitCode())
                .isEqualTo(ExitCode.DONE);
        assertThat(published("scored")).as("not before the audit").isZero();

        TinyProject.End refused = strict.run("scored", run -> run.only(StageName.AUDIT));

        assertThat(refused.exitCode()).isEqualTo(ExitCode.GATE);
        assertThat(refused.error())
                .contains("Cannot publish the scores of run 'scored': 1 gate refuses.")
                .contains("auc of all rows is ")
                .contains("tiny/1 was not promoted to 'champion'.")
                .contains("The scores are kept in work/scored/scores.");
        assertThat(published("scored")).isZero();
        assertThat(project.lake().read("work/scored/scores").count()).isPositive();
        assertThat(gates("scored")).containsExactly("accuracy true", "auc false");
        assertThat(metrics("scored")).contains("selection_rate").doesNotContain("consistency");

        // With gates that it passes the same batch is audited again, and published.
        TinyProject easy = project.adding("  gates:\n    - {metric: accuracy, at-least: 0.4}\n");
        assertThat(easy.run("scored", run -> run.only(StageName.AUDIT)).error()).isEmpty();

        assertThat(published("scored")).isPositive();
        assertThat(audited("scored", "kind = 'gate'", "cast(count(*) over () as string)"))
                .containsExactly("3");
    }

    @Test
    void whatPassesIsPublishedOnceWithoutTheColumnsOfItsAudit() {
        assertThat(project.auditedInFull().run("first", PipelineRun::all).error())
                .isEmpty();

        List<Row> scores = project.lake().read(SCORES).where("run_id = 'first'").collectAsList();
        assertThat(project.lake().read(SCORES).columns())
                .containsExactly("person", "score", "prediction", "model_name", "model_version", "run_id", "scored_at");
        assertThat(scores)
                .hasSameSizeAs(project.lake()
                        .read("features/people")
                        .where("split = 'test'")
                        .collectAsList());
        assertThat(Files.exists(folder.resolve("lake/work/first/scores")))
                .as("what nobody needs any more")
                .isFalse();
        assertThat(registry().aliases("tiny")).containsEntry("champion", 1);
    }

    /** All are sampled, as there are few. */
    @Test
    void tellsWhetherPeopleWhoAreAlikeAreDecidedAlike() {
        assertThat(audited(
                        "first",
                        "metric = 'consistency'",
                        "concat_ws(' ', kind, group_name, value between 0.5 and 1, sampled_rows = rows)"))
                .contains("overall all true true");
    }

    @Test
    void rowsWithoutLabelsAreAuditedByWhatIsPredictedForWhom() {
        write("new.csv", unlabelled(200));
        TinyProject nightly = project.adding("  gates:\n    - {metric: auc, at-least: 0.9}\n"
                + "    - {metric: demographic_parity_difference, at-most: 0.9}\n"
                + "score: {model: tiny@champion, input: {source: {format: csv, path: new.csv}}}\n");

        TinyProject.End end = nightly.run("night", run -> {
            run.only(StageName.SCORE);
            run.only(StageName.AUDIT);
        });

        assertThat(end.error()).isEmpty();
        assertThat(published("night")).isEqualTo(200);
        assertThat(gates("night")).containsExactly("demographic_parity_difference true");
        assertThat(metrics("night"))
                .contains("demographic_parity_difference", "demographic_parity_ratio", "selection_rate", "mean_score")
                .noneMatch(Gates::needsLabels);
        assertThat(registry().history("tiny", "champion"))
                .as("a model that was chosen before")
                .hasSize(1);
    }

    @Test
    void aCandidateIsNotPromotedByABatchThatCouldNotAskAllGates() {
        write("new.csv", unlabelled(200));
        TinyProject candidate = project.named("candidate")
                .adding("  gates:\n    - {metric: auc, at-least: 0.9}\n"
                        + "    - {metric: demographic_parity_difference, at-most: 0.9}\n"
                        + "score: {input: {source: {format: csv, path: new.csv}}}\n");

        TinyProject.End end = candidate.run("candidate", PipelineRun::all);

        assertThat(end.error()).isEmpty();
        assertThat(project.lake().read("scores/candidate").count()).isEqualTo(200);
        assertThat(registry().aliases("candidate")).isEmpty();
        assertThat(folder.resolve("lake/reports/candidate.html"))
                .content()
                .contains("All gates passed. Left out, as no label is known: auc.", "1 of 2 gates passed; 1 left out");
    }

    @Test
    void rowsWithoutLabelAreCountedWhereOthersHaveOne() {
        List<String> lines = new ArrayList<>(TinyProject.keyedPeople(200));
        for (int i = 1; i <= 30; i++) {
            lines.set(i, lines.get(i).substring(0, lines.get(i).lastIndexOf(',') + 1));
        }
        write("some.csv", lines);
        TinyProject nightly =
                project.adding("score: {model: tiny@champion, input: {source: {format: csv, path: some.csv}}}\n");

        TinyProject.End end = nightly.run("some", run -> {
            run.only(StageName.SCORE);
            run.only(StageName.AUDIT);
            run.only(StageName.REPORT);
        });

        assertThat(end.error()).isEmpty();
        assertThat(folder.resolve("lake/reports/some.html"))
                .content()
                .contains(
                        "200 people were audited.",
                        "What became of 30 of them is not known yet: how often the model errs is told of the others.");
    }

    @Test
    void aTableWithKeysIsScoredAsItIs(SparkSession spark) {
        write("new.csv", unlabelled(200));
        Dataset<Row> rows = spark.read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(folder.resolve("new.csv").toString());
        rows.write().format("delta").save(folder.resolve("new").toString());
        rows.selectExpr("if(person = 7, null, person) as person", "age", "sex", "hours")
                .write()
                .parquet(folder.resolve("keyless").toString());

        assertThat(scored("by-file", "csv", "new.csv").error()).isEmpty();
        assertThat(scored("by-table", "delta", "new").error()).isEmpty();
        TinyProject.End keyless = scored("by-keyless", "parquet", "keyless");

        assertThat(scores("by-table")).isEqualTo(scores("by-file")).hasSize(200);
        assertThat(keyless.exitCode()).isEqualTo(ExitCode.DATA);
        assertThat(keyless.error()).contains("1 of them have no key (person)");
    }

    private static TinyProject.End scored(String run, String format, String path) {
        return project.adding("score: {model: tiny@champion, input: {source: {format: " + format + ", path: " + path
                        + "}}}\n")
                .run(run, stages -> {
                    stages.only(StageName.SCORE);
                    stages.only(StageName.AUDIT);
                });
    }

    private static List<String> scores(String run) {
        return project
                .lake()
                .read(SCORES)
                .where("run_id = '" + run + "'")
                .orderBy("person")
                .selectExpr("concat_ws(' ', person, score, prediction)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void rowsOfAnotherShapeAreRefusedBeforeAnyIsScored() {
        write("new.csv", List.of("person,Age,sex,hours", "1,31,f,many"));
        TinyProject nightly =
                project.adding("score: {model: tiny@champion, input: {source: {format: csv, path: new.csv}}}\n");

        TinyProject.End end = nightly.run("misshapen", run -> run.only(StageName.SCORE));

        assertThat(end.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(end.error())
                .contains("Cannot score these rows by tiny/1: 2 of the 3 columns that it learned from differ.")
                .contains("'age' (int) is missing. Did you mean 'Age'? Add it, or rename the column that holds it.")
                .contains("'hours' is string, and was int in training. Convert it before it is scored.");
    }

    @Test
    void valuesThatNoTrainingRowHadAreCounted() {
        write("new.csv", List.of("person,age,sex,hours", "1,31,f,35", "2,99,m,36", "3,98,x,", "4,12,y,38", "5,,,39"));
        TinyProject nightly =
                project.adding("score: {model: tiny@champion, input: {source: {format: csv, path: new.csv}}}\n");

        assertThat(nightly.run("strange", run -> run.only(StageName.SCORE)).error())
                .isEmpty();

        assertThat(inputs("strange"))
                .containsExactlyInAnyOrder("age 5 1 0.0 1 2 0", "sex 5 1 0.0 0 0 2", "hours 5 1 0.0 0 0 0");
    }

    /** In a small file every category may look like a number, and a column may be empty. */
    @Test
    void typesThatAFileLeavesToGuessingAreThoseOfTraining() {
        write("new.csv", List.of("person,age,sex,hours", "1,,7,35", "2,,8,36"));

        assertThat(scored("guessed", "csv", "new.csv").error()).isEmpty();

        assertThat(inputs("guessed"))
                .containsExactlyInAnyOrder("age 2 2 0.0 0 0 0", "sex 2 0 0.0 0 0 2", "hours 2 0 0.0 0 0 0");
    }

    private static List<String> inputs(String run) {
        return project
                .lake()
                .read("audits/inputs")
                .where("run_id = '" + run + "'")
                .selectExpr("concat_ws(' ', column_name, rows, missing, usually_missing, below, above, unseen)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .toList();
    }

    @Test
    void findsWhereTheModelErrsMostAndRecordsItOnce() {
        write("known.csv", withWrongLabelsOfWomen(1_200));
        TinyProject known = project.auditedInFull()
                .adding("score: {model: tiny@champion, input: {source: {format: csv, path: known.csv}}}\n");
        Consumer<PipelineRun> scoreAndAudit = run -> {
            run.only(StageName.SCORE);
            run.only(StageName.AUDIT);
        };

        assertThat(known.run("sliced", scoreAndAudit).error()).isEmpty();
        long found = sliced("sliced").count();
        known.run("sliced", scoreAndAudit);
        known.run("sliced", run -> run.only(StageName.REPORT));
        known.replacing("audit:\n", "audit:\n  slices: false\n").run("unsliced", scoreAndAudit);

        assertThat(found).isPositive().isEqualTo(sliced("sliced").count());
        Row worst = sliced("sliced").where("rank = 1").head();
        assertThat(worst.<String>getAs("slice")).contains("sex = f");
        assertThat(worst.<Double>getAs("value"))
                .isGreaterThan(worst.<Double>getAs("overall_value"))
                .isGreaterThan(worst.<Double>getAs("rest_value"));
        assertThat(sliced("unsliced").count()).isZero();
        assertThat(project.lake().read(SCORES).columns()).doesNotContain("lepton_audited", "lepton_conditions");
        assertThat(published("sliced")).isEqualTo(1_200);
        assertThat(folder.resolve("lake/reports/sliced.html"))
                .content()
                .contains("The model errs most where", "sex is f");
    }

    private static Dataset<Row> sliced(String run) {
        return project.lake().read("audits/slices").where("run_id = '" + run + "'");
    }

    private static List<String> withWrongLabelsOfWomen(int count) {
        return TinyProject.keyedPeople(count).stream()
                .map(line -> line.contains(",f,")
                        ? line.replaceFirst("[^,]+$", line.endsWith("high") ? "low" : "high")
                        : line)
                .toList();
    }

    @Test
    void saysThatThereIsNothingToAudit() {
        TinyProject.End end = project.run("other", run -> run.only(StageName.AUDIT));

        assertThat(end.exitCode()).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(end.error()).contains("run 'other' has scored nothing", "lepton score");
    }

    private static List<String> unlabelled(int count) {
        return TinyProject.keyedPeople(count).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    private static void write(String name, List<String> lines) {
        project.with(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static long published(String run) {
        return project.lake().read(SCORES).where("run_id = '" + run + "'").count();
    }

    private static List<String> gates(String run) {
        return audited(run, "kind = 'gate'", "concat(metric, ' ', passed)");
    }

    private static List<String> metrics(String run) {
        return audited(run, "kind <> 'gate'", "metric");
    }

    private static List<String> audited(String run, String rows, String figure) {
        return project
                .lake()
                .read("audits/fairness")
                .where("run_id = '" + run + "' and " + rows)
                .selectExpr(figure)
                .distinct()
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    private ModelRegistry registry() {
        return new ModelRegistry(
                new Configuration(), folder.resolve("lake/registry").toString());
    }
}
