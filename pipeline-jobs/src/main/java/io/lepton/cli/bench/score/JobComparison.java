package io.lepton.cli.bench.score;

import io.lepton.cli.bench.CensusPipelines;
import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.PeopleTable;
import io.lepton.cli.bench.timing.Timed;
import io.lepton.config.Pipeline;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.Progress;
import io.lepton.jobs.StageName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What happens every night: a Delta table of people is scored by a registered model and audited, and the scores are published. Beside
 * copying the table with Spark.
 */
record JobComparison(ScoreSetup setup) {
    private static final String COLUMNS = "15 columns of Adult";

    void measure(Findings findings) {
        SparkSession spark = setup.spark();
        Path people = PeopleTable.written(setup.spark(), setup.census(), setup.folder(), setup.rows());
        Pipeline nightly =
                new CensusPipelines(setup.home(), setup.folder(), OptionalInt.empty()).nightly(spark, people);
        List<Timed<Boolean>> jobs = new ArrayList<>();
        List<Timed<Boolean>> scoring = new ArrayList<>();
        List<Timed<Boolean>> copies = new ArrayList<>();
        for (int turn = 0; turn < ScoreSetup.TURNS; turn++) {
            String name = "turn-" + turn;
            PipelineRun run = new PipelineRun(spark, nightly, name, "bench", Progress.silent());
            Timed<Boolean> scored = Timed.of(() -> done(run, StageName.SCORE));
            Timed<Boolean> audited = Timed.of(() -> done(run, StageName.AUDIT));
            scoring.add(scored);
            jobs.add(new Timed<>(
                    true,
                    scored.seconds() + audited.seconds(),
                    Math.max(scored.peakMegabytes(), audited.peakMegabytes())));
            copies.add(Timed.of(() -> copied(people, setup.folder().resolve("copy-" + name))));
        }
        findings.measured(Measurement.atMost(
                setup.name("score, audit and publish, XGBoost", COLUMNS, "copying the table, s"),
                Timed.seconds(jobs),
                Timed.seconds(copies),
                1.4));
        findings.measured(Measurement.told(
                setup.name("score alone", COLUMNS, "copying the table, s"),
                Timed.seconds(scoring),
                Timed.seconds(copies)));
        findings.measured(Measurement.told(
                setup.name("score, audit and publish, most MB", COLUMNS, "copying the table, most MB"),
                Timed.peak(jobs),
                Timed.peak(copies)));
    }

    private static boolean done(PipelineRun run, StageName stage) {
        run.only(stage);
        return true;
    }

    private boolean copied(Path from, Path to) {
        Dataset<Row> table = setup.spark().read().format("delta").load(from.toString());
        table.write().format("delta").save(to.toString());
        return true;
    }
}
