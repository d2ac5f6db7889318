package io.lepton.jobs.mitigation;

import static org.apache.spark.sql.functions.not;

import io.lepton.config.Mitigate;
import io.lepton.config.Mitigate.Constraint;
import io.lepton.config.Mitigate.Method;
import io.lepton.config.Pipeline;
import io.lepton.config.yaml.Section;
import io.lepton.error.LeptonException;
import io.lepton.fairness.AuditInput;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.GroupNaming;
import io.lepton.fairness.mitigation.Lot;
import io.lepton.jobs.mitigation.MitigationDetail.Fate;
import io.lepton.jobs.mitigation.MitigationDetail.Try;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes the chosen model fairer: by the method that the pipeline file names, or by the best of several.
 *
 * @param naming how rows tell their group
 * @param keys columns that tell rows apart
 * @param clock seconds since some time, for the budget
 */
public record MitigationSearch(
        Pipeline pipeline,
        Mitigate asked,
        GroupNaming naming,
        List<String> keys,
        Consumer<String> progress,
        DoubleSupplier clock) {
    private static final int USUAL_TRIES = 10;
    private static final double USUAL_LOSS = 0.013;

    /** Of the training rows so many are kept to compare tries on. */
    private static final double VALIDATION_SHARE = 0.3;

    private static final long LOTS = 0x6c6f7473L;

    private static final int LONGEST_REASON = 300;

    /**
     * What came of it.
     *
     * @param model absent where the model had best stay as it is
     * @param name of the model, among the others
     */
    public record Mitigated(Optional<Transformer> model, String name, MitigationDetail detail) {}

    /** The search that a pipeline file asks for. */
    public static Optional<MitigationSearch> of(Pipeline pipeline, List<String> keys, Consumer<String> progress) {
        return pipeline.train()
                .mitigate()
                .map(asked -> new MitigationSearch(
                        pipeline, asked, naming(pipeline, asked), keys, progress, () -> System.nanoTime() / 1e9));
    }

    /** How rows tell the group that {@code train.mitigate} is about. */
    public static GroupNaming naming(Pipeline pipeline, Mitigate asked) {
        String attribute = asked.attribute()
                .orElseGet(() -> pipeline.audit().protectedAttributes().get(0));
        return new GroupNaming(attribute, pipeline.audit().bins().getOrDefault(attribute, List.of()));
    }

    /** Whether it learns from out-of-fold predictions. */
    public boolean needsOutOfFold() {
        return asked.method() == Method.AUTO || asked.method().repairsScores();
    }

    /** How unfairness is measured. */
    public FairnessMeasure measure() {
        var audit = pipeline.audit();
        return new FairnessMeasure(
                naming.attribute(),
                asked.method() == Method.AUTO
                        ? asked.constraint().orElse(Constraint.EQUALIZED_ODDS)
                        : Attempt.of(asked).constraint(),
                new AuditInput.Judgement(audit.minimumCount(), audit.minimumOutcomes(), audit.privacyThreshold()),
                pipeline.train().weight().map(column -> "weight"));
    }

    /**
     * Refuses what could not be mitigated, before a model is trained for it. Of auto's methods one that cannot is left out later.
     *
     * @param training with the group
     * @throws LeptonException (data) for more groups than the method can tell apart
     */
    public void require(Dataset<Row> training) {
        if (asked.method() != Method.AUTO) {
            FairTraining.require(Attempt.of(asked), training);
        }
    }

    /** Mitigates a model of two classes. */
    public Mitigated of(ChosenModel chosen) {
        return asked.method() == Method.AUTO ? best(chosen) : mitigated(Attempt.of(asked), chosen, 0, List.of());
    }

    /**
     * Tells what it cost and brought, on rows that nothing was fitted on.
     *
     * @param before the model as it was
     * @param test features (vector), label, weight, the key and the group
     */
    public MitigationDetail measured(
            MitigationDetail detail, Transformer before, Transformer after, Dataset<Row> test) {
        return detail.measured(outcome(before, test), outcome(after, test));
    }

    /** Absent where groups of the test rows are too small to be compared. */
    private Optional<Outcome> outcome(Transformer model, Dataset<Row> test) {
        try {
            return Optional.of(measure().of(model.transform(test)));
        } catch (LeptonException e) {
            return Optional.empty();
        }
    }

    private Mitigated mitigated(Attempt attempt, ChosenModel chosen, long validationRows, List<Try> tries) {
        progress.accept("mitigating " + chosen.name() + " by " + attempt.inWords());
        Transformer model = attempt.method().repairsScores()
                ? mitigator(chosen)
                        .repaired(attempt, chosen.model(), chosen.outOfFold().orElseThrow())
                : mitigator(chosen).trained(attempt, chosen.learner().orElseThrow(), chosen.training());
        MitigationDetail detail = detail(
                attempt.name(),
                attempt.settings(),
                attempt.method().needsAttributeAtScoring(),
                attempt.method().decides(),
                chosen,
                validationRows,
                tries);
        return new Mitigated(Optional.of(model), chosen.name() + " + " + attempt.name(), detail);
    }

    private MitigationDetail detail(
            String method,
            Map<String, String> settings,
            boolean usesAttribute,
            boolean decides,
            ChosenModel chosen,
            long validationRows,
            List<Try> tries) {
        return new MitigationDetail(
                Section.word(asked.method()),
                naming.attribute(),
                measure().metric(),
                method,
                settings,
                usesAttribute,
                decides,
                chosen.name(),
                Optional.empty(),
                Optional.empty(),
                tries.isEmpty() ? Optional.empty() : Optional.of(loss()),
                validationRows,
                tries);
    }

    private Mitigated best(ChosenModel chosen) {
        Dataset<Row> predicted = chosen.outOfFold().orElseThrow();
        double start = clock.getAsDouble();
        Outcome asItIs = measure().of(predicted.where(isValidation()));
        long validationRows = predicted.where(isValidation()).count();
        List<Attempt> attempts = Attempt.all(measure().constraint());
        List<Try> tries = new ArrayList<>(List.of(new Try(
                MitigationDetail.NONE,
                Map.of(),
                Fate.MEASURED,
                Optional.of(asItIs),
                "",
                clock.getAsDouble() - start,
                false,
                false)));
        Applicability applicability = new Applicability(pipeline, naming.attribute(), chosen);
        int begun = 0;
        for (Attempt attempt : attempts) {
            Optional<String> refusal =
                    applicability.refusal(attempt.method()).or(spent(begun, clock.getAsDouble() - start));
            if (refusal.isPresent()) {
                tries.add(Try.skipped(attempt, refusal.get()));
            } else {
                begun++;
                progress.accept("trying " + attempt.inWords());
                tries.add(tried(attempt, chosen));
            }
        }
        Tries judged = new Tries(tries, loss());
        int best = judged.chosen();
        if (best == 0) {
            MitigationDetail detail =
                    detail(MitigationDetail.NONE, Map.of(), false, false, chosen, validationRows, judged.judged());
            return new Mitigated(Optional.empty(), chosen.name(), detail);
        }
        return mitigated(attempts.get(best - 1), chosen, validationRows, judged.judged());
    }

    private java.util.function.Supplier<Optional<String>> spent(int begun, double seconds) {
        int most = asked.tries().orElse(USUAL_TRIES);
        return () -> begun >= most
                ? Optional.of("the budget of " + most + " tries was spent")
                : asked.minutes()
                        .filter(minutes -> seconds > 60 * minutes)
                        .map(minutes -> "the budget of " + minutes + " minutes was spent");
    }

    /** A try may fail, of a rare group for example; the others go on. */
    private Try tried(Attempt attempt, ChosenModel chosen) {
        double start = clock.getAsDouble();
        Optional<Outcome> outcome = Optional.empty();
        String reason = "";
        try {
            outcome = Optional.of(outcome(attempt, chosen));
        } catch (RuntimeException e) {
            String message = e instanceof LeptonException ? String.valueOf(e.getMessage()) : e.toString();
            reason = message.substring(0, Math.min(LONGEST_REASON, message.length()));
        }
        return new Try(
                attempt.name(),
                attempt.settings(),
                outcome.isPresent() ? Fate.MEASURED : Fate.FAILED,
                outcome,
                reason,
                clock.getAsDouble() - start,
                false,
                false);
    }

    private Outcome outcome(Attempt attempt, ChosenModel chosen) {
        Dataset<Row> predicted = chosen.outOfFold().orElseThrow();
        if (attempt.method().repairsScores()) {
            return measure()
                    .of(mitigator(chosen)
                            .repaired(attempt, chosen.model(), predicted.where(not(isValidation())))
                            .judged(predicted.where(isValidation())));
        }
        Transformer model = mitigator(chosen)
                .trained(
                        attempt,
                        chosen.learner().orElseThrow(),
                        chosen.training().where(not(isValidation())));
        return measure().of(model.transform(chosen.training().where(isValidation())));
    }

    /** Of the lots that decide: another one than that by which rows were held out, or all held-out rows would draw alike. */
    public long lotSeed() {
        return pipeline.seed() ^ LOTS;
    }

    private Column isValidation() {
        return Lot.of(~pipeline.seed(), keys.stream().map(Cells::column).toList())
                .lt(VALIDATION_SHARE);
    }

    private Mitigator mitigator(ChosenModel chosen) {
        return new Mitigator(
                new FairTraining(pipeline.train(), pipeline.seed()),
                new FeatureRepairs(naming, chosen.features()),
                naming,
                keys,
                lotSeed());
    }

    private double loss() {
        return asked.maxAccuracyLoss().orElse(USUAL_LOSS);
    }
}
