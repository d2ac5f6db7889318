package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.lake.Lake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A batch of a project, scored, audited and published in a process of its own or in this one.
 *
 * @param run names the batch, or the stream that it is the second batch of
 * @param rows of the tables that are compared: a condition
 * @param tables of scores, in the order in which they are published
 */
record ScoringJob(TinyProject project, String run, ScoringDriver.Work work, String rows, List<String> tables) {
    private static final List<String> AUDITS = List.of("audits/fairness", "audits/slices", "audits/inputs");
    /** Differ from run to run. */
    private static final String[] NAMES_AND_CLOCKS = {"run_id", "audited_at", "scored_at"};

    /** A batch of its own in a table that others share. */
    static ScoringJob ofRun(TinyProject project, String run, String... tables) {
        return new ScoringJob(project, run, ScoringDriver.Work.BATCH, "run_id = '" + run + "'", List.of(tables));
    }

    /** A batch that is compared with all that the tables hold then. */
    static ScoringJob ofTable(TinyProject project, String run, String table) {
        return new ScoringJob(project, run, ScoringDriver.Work.BATCH, "true", List.of(table));
    }

    /** The second batch of a stream, compared with all that the table holds then. */
    static ScoringJob ofStream(TinyProject project, String run, String table) {
        return new ScoringJob(project, run, ScoringDriver.Work.STREAM, "true", List.of(table));
    }

    /** The run id of the batch. */
    String batch() {
        return work == ScoringDriver.Work.STREAM ? run + "-000001" : run;
    }

    /** Starts a process that waits to be told to go on. */
    LeptonProcess start() throws IOException {
        String file = run + ".yaml";
        project.with(file, project.yaml().getBytes(StandardCharsets.UTF_8));
        return LeptonProcess.program(
                project.folder(),
                project.folder().resolve("lake"),
                ScoringDriver.class,
                project.folder().resolve(file).toString(),
                run,
                work.name());
    }

    /** Does what is left of it in this process. */
    void finish() {
        assertThat(project.run(run, all -> ScoringDriver.perform(work, all)).error())
                .as(run)
                .isEmpty();
    }

    /** What readers find in each table of scores, a line a row. */
    List<List<String>> scores() {
        String line = "concat_ws(' ', person, score, prediction, model_version, run_id = '" + batch() + "')";
        return tables.stream().map(table -> lines(table, rows, line)).toList();
    }

    /** What audits say of the batch, in each of their tables, a line a figure. */
    List<List<String>> audits() {
        return AUDITS.stream()
                .map(table -> lines(table, "run_id = '" + batch() + "'", figures(table)))
                .toList();
    }

    private String figures(String table) {
        Lake lake = project.lake();
        if (!lake.exists(table)) {
            return "''";
        }
        return Stream.of(lake.read(table).drop(NAMES_AND_CLOCKS).columns())
                .collect(Collectors.joining(", ", "to_json(struct(", "))"));
    }

    private List<String> lines(String table, String which, String line) {
        Lake lake = project.lake();
        if (!lake.exists(table)) {
            return List.of();
        }
        Dataset<Row> lines = lake.read(table).where(which).selectExpr(line + " as line");
        return lines.collectAsList().stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
    }

    /** How often the ledger says that the stages were done, and what waits to be published. */
    List<String> traces() {
        List<String> done = project
                .lake()
                .read("runs")
                .where("run_id = '" + batch() + "'")
                .selectExpr("concat_ws(' ', stage, status)")
                .collectAsList()
                .stream()
                .map(row -> row.getString(0))
                .sorted()
                .toList();
        List<String> waiting = Stream.of("scores", "deletions")
                .map(name -> "work/" + batch() + "/" + name)
                .filter(project.lake()::exists)
                .toList();
        return Stream.concat(done.stream(), waiting.stream()).toList();
    }
}
