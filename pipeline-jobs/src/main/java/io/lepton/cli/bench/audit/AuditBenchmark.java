package io.lepton.cli.bench.audit;

import io.lepton.cli.bench.CensusPipelines;
import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.PeopleTable;
import io.lepton.cli.bench.timing.Timed;
import io.lepton.config.Pipeline;
import io.lepton.fairness.FairnessAudit;
import io.lepton.fairness.FairnessReport;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.Progress;
import io.lepton.jobs.StageName;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Audits beside what they could cost at least, beside what they commonly cost, and as a part of what they belong to. */
public record AuditBenchmark(AuditSetup setup, Set<AuditPart> parts) {
    /** An aggregation a metric takes minutes of more rows than these. */
    private static final int MOST_AGGREGATED = 20_000_000;
    /** Scoring takes minutes of more: who wants them asks for this part alone. */
    private static final int MOST_SCORED = 10_000_000;

    /** Measures all parts, one after the other. */
    public void run(Findings findings) {
        for (AuditPart part : new TreeSet<>(parts)) {
            switch (part) {
                case COUNTING -> counting(findings);
                case METRICS -> metrics(findings);
                case JOB -> job(findings);
            }
        }
    }

    private void counting(Findings findings) {
        ScoreRows rows = ScoreRows.written(setup.spark(), setup.folder(), setup.rows());
        List<Timed<Long>> counts = new ArrayList<>();
        List<Timed<FairnessReport>> audits = new ArrayList<>();
        for (int turn = 0; turn <= AuditSetup.TURNS; turn++) {
            Timed<Long> counted = Timed.of(rows::counted);
            Timed<FairnessReport> audited = Timed.of(() -> audited(rows));
            requireAll(counted.result(), audited.result());
            if (turn > 0) {
                counts.add(counted);
                audits.add(audited);
            }
        }
        findings.measured(Measurement.atMost(
                AuditSetup.name(
                        "audit by 3 attributes and their pairs, every metric with intervals",
                        setup.rows(),
                        "reading the columns and counting rows by finest group, s"),
                Timed.seconds(audits),
                Timed.seconds(counts),
                1.6));
        findings.measured(Measurement.told(
                AuditSetup.name("the same, most MB", setup.rows(), "most MB"), Timed.peak(audits), Timed.peak(counts)));
    }

    private void metrics(Findings findings) {
        int size = Math.min(setup.rows(), MOST_AGGREGATED);
        ScoreRows rows = ScoreRows.written(setup.spark(), setup.folder().resolve("metrics"), size);
        Aggregations aggregations = new Aggregations(rows);
        audited(rows);
        rows.counted();
        double audit = median(() -> audited(rows));
        Timed<Long> aggregated = Timed.of(aggregations::figures);
        findings.measured(Measurement.atLeast(
                AuditSetup.name(
                        "an aggregation a metric, 14 metrics, no intervals",
                        size,
                        "audit, every metric with intervals, s"),
                aggregated.seconds(),
                audit,
                10));
    }

    private void job(Findings findings) {
        int size = parts.equals(Set.of(AuditPart.JOB)) ? setup.rows() : Math.min(setup.rows(), MOST_SCORED);
        Path people = PeopleTable.written(setup.spark(), setup.census(), setup.folder(), size);
        CensusPipelines census = new CensusPipelines(setup.home(), setup.folder(), OptionalInt.empty());
        Pipeline nightly = census.nightly(setup.spark(), people);
        Pipeline unaudited = census.unaudited(people);
        List<Job> audited = new ArrayList<>();
        List<Job> plain = new ArrayList<>();
        for (int turn = 0; turn <= AuditSetup.TURNS; turn++) {
            // What one wrote the system may still be bringing to the disk while the next one runs: each comes first in
            // turn.
            boolean auditedFirst = turn % 2 == 0;
            String name = "-" + turn;
            List<Job> turns = auditedFirst
                    ? List.of(job(nightly, "audited" + name), job(unaudited, "plain" + name))
                    : List.of(job(unaudited, "plain" + name), job(nightly, "audited" + name));
            if (turn > 0) {
                audited.add(turns.get(auditedFirst ? 0 : 1));
                plain.add(turns.get(auditedFirst ? 1 : 0));
            }
        }
        String job = "scoring job with audit and publication, XGBoost";
        findings.measured(Measurement.atMost(
                AuditSetup.name(job, size, "its scoring alone, s"),
                median(audited, Job::seconds),
                median(audited, Job::scoring),
                1.1));
        findings.measured(Measurement.atMost(
                AuditSetup.name(job, size, "scoring and publication with overall figures alone, s"),
                median(audited, Job::seconds),
                median(plain, Job::seconds),
                1.1));
    }

    /** Seconds of its stages; the second one audits and publishes. */
    private record Job(double scoring, double publishing) {
        double seconds() {
            return scoring + publishing;
        }
    }

    private Job job(Pipeline pipeline, String name) {
        PipelineRun run = new PipelineRun(setup.spark(), pipeline, name, "bench", Progress.silent());
        return new Job(
                Timed.of(() -> done(run, StageName.SCORE)).seconds(),
                Timed.of(() -> done(run, StageName.AUDIT)).seconds());
    }

    private static double median(List<Job> jobs, ToDoubleFunction<Job> seconds) {
        return Timed.median(jobs.stream().mapToDouble(seconds).toArray());
    }

    private static boolean done(PipelineRun run, StageName stage) {
        run.only(stage);
        return true;
    }

    private static FairnessReport audited(ScoreRows rows) {
        return new FairnessAudit(ScoreRows.AUDITED).audit(rows.read());
    }

    private static double median(Supplier<FairnessReport> work) {
        List<Timed<FairnessReport>> turns = new ArrayList<>();
        for (int turn = 0; turn < AuditSetup.TURNS; turn++) {
            turns.add(Timed.of(work));
        }
        return Timed.seconds(turns);
    }

    private static void requireAll(long counted, FairnessReport audited) {
        if (counted != audited.overall().count()) {
            throw new IllegalStateException(
                    counted + " rows were counted, and " + audited.overall().count() + " audited");
        }
    }
}
