package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.lepton.config.Audit;
import io.lepton.error.LeptonException;
import io.lepton.fairness.AuditInput;
import io.lepton.fairness.ClassNames;
import io.lepton.fairness.FairnessAudit;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.Gate;
import io.lepton.fairness.GateDecision;
import io.lepton.fairness.Gates;
import io.lepton.fairness.counting.CountedGroups;
import io.lepton.fairness.neighbours.Consistency;
import io.lepton.inference.selection.Cut;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the pipeline file asks to be audited, asked of a batch's scores by one model.
 *
 * @param scores of the batch, as they wait
 * @param rows of the batch
 */
record BatchAudit(RunContext context, LabelCodec label, Dataset<Row> scores, long rows) {
    private static final String PROBABILITIES = "__probabilities";

    /**
     * How groups are treated, and what the gates say of it.
     *
     * @param undecided metrics of the gates that were left out, as no label was known
     * @param labelled whether true labels were known of some rows
     * @param unlabelled rows whose label is not known, where others' are
     */
    record Verdict(
            FairnessReport fairness,
            List<GateDecision> decisions,
            List<String> undecided,
            boolean labelled,
            long unlabelled) {
        List<GateDecision> refusals() {
            return decisions.stream().filter(decision -> !decision.passed()).toList();
        }
    }

    /**
     * Whose scores are audited, and which rows they select.
     *
     * @param names of the model's columns
     * @param cut from which on rows are selected; absent: by {@code audit.threshold}
     * @param decides whether the model's predictions are the decisions, whatever the scores
     */
    record Audited(ScoreNames names, Optional<Cut> cut, boolean decides) {}

    /** How groups are treated, as counted of all rows. */
    FairnessReport counted(Audited audited) {
        if (rows == 0) {
            return FairnessReport.ofNobody();
        }
        return CountedBatch.of(scores).map(this::countedBefore).orElseGet(() -> audited(predicted(scores, audited)));
    }

    private FairnessReport audited(Dataset<Row> predicted) {
        boolean byClass = Arrays.asList(predicted.columns()).contains(PROBABILITIES);
        return new FairnessAudit(input().withProbabilities(byClass ? Optional.of(PROBABILITIES) : Optional.empty()))
                .audit(predicted);
    }

    private FairnessReport countedBefore(CountedBatch batch) {
        batch.require(AuditTerms.of(context.pipeline().audit()), context.runId());
        CountedGroups groups = batch.groups();
        if (groups.rows() != rows) {
            throw LeptonException.data(
                    "Cannot audit the scores of run '%s': %d rows were counted and %d written. Score them again, with a new --run-id."
                            .formatted(context.runId(), groups.rows(), rows));
        }
        return new FairnessAudit(input()).of(groups);
    }

    /**
     * Whether people who are alike are decided alike.
     *
     * @param sampled scores of which scoring kept what the model saw
     * @return absent where nobody asked, or there is too little to tell
     */
    Optional<Consistency> consistency(Audited audited, Dataset<Row> sampled) {
        return rows == 0 ? Optional.empty() : consistencyOf(predicted(sampled, audited), audited);
    }

    private Optional<Consistency> consistencyOf(Dataset<Row> sampled, Audited audited) {
        // No range of numbers is looked for in rows that were counted before.
        Dataset<Row> all = CountedBatch.of(scores).isPresent() ? sampled : predicted(scores, audited);
        return new ConsistencyAuditing(context).of(all, sampled);
    }

    /**
     * What the gates say.
     *
     * @param champion how it treats the groups of the same rows; absent: there is none
     */
    Verdict verdict(FairnessReport counted, Optional<Consistency> consistency, Optional<FairnessReport> champion) {
        FairnessReport fairness = consistency.map(counted::with).orElse(counted);
        boolean labelled = fairness.hasLabels();
        if (rows == 0) {
            return new Verdict(fairness, List.of(), List.of(), labelled, 0);
        }
        return new Verdict(
                fairness,
                Gates.decide(gates(labelled), fairness, champion).stream()
                        .map(new ClassNames(label.classes())::worded)
                        .toList(),
                undecided(labelled),
                labelled,
                labelled ? fairness.unlabelled() : 0);
    }

    /** Scores with label, null where it is not known, and protected attributes; both models' numbers and people's words are kept. */
    Dataset<Row> predicted(Dataset<Row> some, Audited audited) {
        Dataset<Row> told = AuditedColumns.beside(some, audited.names(), selected(audited));
        Dataset<Row> labelled = Arrays.asList(told.columns()).contains(label.column())
                ? label.encode(told)
                : told.withColumn("label", lit(null).cast("double"));
        Dataset<Row> predicted = labelled.withColumn(
                "__prediction",
                switch (label.task()) {
                    case BINARY -> col("__selected").cast("double");
                    case MULTICLASS -> label.number(col("__prediction_label"));
                    case REGRESSION -> col("__score");
                });
        return Arrays.asList(told.columns()).contains(AuditedColumns.BY_CLASS)
                ? predicted.withColumn(PROBABILITIES, label.numbersOf(col(AuditedColumns.BY_CLASS)))
                : predicted;
    }

    private Column selected(Audited audited) {
        ScoreNames names = audited.names();
        if (audited.decides()) {
            return col(names.prediction()).equalTo(label.classes().get(1));
        }
        return audited.cut()
                .map(found -> Selection.selected(found, names.score(), context.keys()))
                .orElseGet(
                        () -> col(names.score()).geq(context.pipeline().audit().threshold()));
    }

    private AuditInput input() {
        Audit audit = context.pipeline().audit();
        return AuditInput.of("label", "__score", "__prediction", audit.protectedAttributes())
                .withBins(audit.bins())
                .withDepth(audit.intersections())
                .withTask(label.audited())
                .withJudgement(new AuditInput.Judgement(
                        audit.minimumCount(), audit.minimumOutcomes(), audit.privacyThreshold()));
    }

    /** Metrics of the gates that cannot be decided. */
    private List<String> undecided(boolean labelled) {
        return context.pipeline().audit().gates().stream()
                .map(Audit.Gate::metric)
                .filter(metric -> !labelled && Gates.needsLabels(metric))
                .distinct()
                .toList();
    }

    /** Those that can be decided. */
    private List<Gate> gates(boolean labelled) {
        return context.pipeline().audit().gates().stream()
                .filter(gate -> labelled || !Gates.needsLabels(gate.metric()))
                .map(gate -> new Gate(
                        new ClassNames(label.classes()).numbered(gate.metric()),
                        gate.atLeast(),
                        gate.atMost(),
                        gate.attribute(),
                        Gate.JudgedBy.valueOf(gate.judgedBy().name()),
                        Gate.Against.valueOf(gate.against().name())))
                .toList();
    }
}
