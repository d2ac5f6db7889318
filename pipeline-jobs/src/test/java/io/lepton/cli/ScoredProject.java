package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.jobs.StageName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/** A project with a model, whose pipelines score people of whom it is not known yet what becomes of them. */
record ScoredProject(TinyProject project) {

    /** Scores, audits and publishes; how many rows were scored. */
    long batch(TinyProject pipeline, String run) {
        TinyProject.End end = pipeline.run(run, stages -> {
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

    /** What is there to be scored, until nothing is left. */
    TinyProject.End stream(TinyProject pipeline, String name) {
        return pipeline.run(name, run -> run.stream(Optional.empty()));
    }

    /** The same, where it ends well. */
    void streamed(TinyProject pipeline, String name) {
        assertThat(stream(pipeline, name).error()).isEmpty();
    }

    /** One line a person: key, score and prediction. */
    List<String> scores(String table, String rows) {
        return texts(
                project.lake().read(table).where(rows).orderBy("person"), "concat_ws(' ', person, score, prediction)");
    }

    /** One line a run: its name, and how many scores of it are there. */
    List<String> runs(String table) {
        return texts(
                project.lake().read(table).groupBy("run_id").count().orderBy("run_id"), "concat(run_id, ' ', count)");
    }

    static List<String> texts(Dataset<Row> rows, String expression) {
        return rows.selectExpr(expression).collectAsList().stream()
                .map(row -> row.getString(0))
                .toList();
    }

    /** People as rows. */
    Dataset<Row> unlabelled(int count) {
        return project.spark()
                .read()
                .option("header", true)
                .option("inferSchema", true)
                .csv(project.spark().createDataset(unlabelledLines(count, 0), Encoders.STRING()));
    }

    /** People as lines of a file, without the first ones. */
    static List<String> unlabelledLines(int count, int after) {
        List<String> lines = TinyProject.keyedPeople(after + count).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
        List<String> wanted = new ArrayList<>(List.of(lines.get(0)));
        wanted.addAll(lines.subList(1 + after, lines.size()));
        return wanted;
    }

    void write(String name, List<String> lines) {
        project.with(name, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
