package io.lepton.jobs;

import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;

import io.lepton.config.Score;
import io.lepton.error.LeptonException;
import io.lepton.inference.selection.Cut;
import io.lepton.lake.TableVersion;
import io.lepton.registry.ModelVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Rows and registered models → scores, with what their audit needs; the audit publishes them. */
final class ScoreStage implements Stage {
    private final Optional<Intake> intake;
    private final Optional<Function<ModelVersion, ScoringModels.Loaded>> loader;

    /**
     * What the ledger keeps of a batch.
     *
     * @param inputs one a column; none where values were not counted
     * @param challenger the model whose scores stand beside those of the model
     * @param position up to where a table was read, from which the next batch can go on
     * @param cut from which score on rows are selected
     * @param challengerCut the same of the challenger's scores
     * @param decides whether the model decides about each row itself: its predictions are decisions, whatever the score
     * @param challengerDecides the same of the challenger
     */
    record Detail(
            String model,
            int version,
            long rows,
            List<InputFinding> inputs,
            Optional<ModelName> challenger,
            Optional<Incoming.Position> position,
            Optional<Cut> cut,
            Optional<Cut> challengerCut,
            boolean decides,
            boolean challengerDecides) {
        Detail {
            // Older ledgers tell nothing of them.
            inputs = inputs == null ? List.of() : List.copyOf(inputs);
            challenger = challenger == null ? Optional.empty() : challenger;
            position = position == null ? Optional.empty() : position;
            cut = cut == null ? Optional.empty() : cut;
            challengerCut = challengerCut == null ? Optional.empty() : challengerCut;
        }

        BatchAudit.Audited ofModel() {
            return new BatchAudit.Audited(ScoreNames.USUAL, cut, decides);
        }

        BatchAudit.Audited ofChallenger() {
            return new BatchAudit.Audited(ScoringModels.OF_CHALLENGER, challengerCut, challengerDecides);
        }

        boolean isBy(ScoringModels models) {
            return ModelName.of(models.model().version()).equals(new ModelName(model, version))
                    && challenger.equals(models.challenger().map(found -> ModelName.of(found.version())));
        }
    }

    /** A version of a model. */
    record ModelName(String name, int version) {
        static ModelName of(ModelVersion version) {
            return new ModelName(version.name(), version.version());
        }
    }

    /** Scores the rows that the pipeline file names. */
    ScoreStage() {
        this.intake = Optional.empty();
        this.loader = Optional.empty();
    }

    /**
     * Scores these rows.
     *
     * @param loader of the model
     */
    ScoreStage(Intake intake, Function<ModelVersion, ScoringModels.Loaded> loader) {
        this.intake = Optional.of(intake);
        this.loader = Optional.of(loader);
    }

    @Override
    public StageName name() {
        return StageName.SCORE;
    }

    @Override
    public StageOutcome run(RunContext context) {
        ScoringModels models =
                ScoringModels.of(context, loader.orElse(version -> ScoringModels.Loaded.of(context.spark(), version)));
        requireOneDecision(context, models);
        Optional<Selection> selection = Selection.of(context, models.model());
        Intake rows = intake.orElseGet(() -> Intake.of(context));
        try (Incoming incoming = rows.take(context, models)) {
            return score(context, models, selection, incoming);
        }
    }

    private static void requireOneDecision(RunContext context, ScoringModels models) {
        boolean decided = models.model().bundle().decides()
                || models.challenger().filter(found -> found.bundle().decides()).isPresent();
        if (decided && context.pipeline().score().select().isPresent()) {
            throw LeptonException.configuration(
                    "Cannot select rows by their scores: a model that was mitigated decides about each row itself, in"
                            + " the column prediction. Take score.select out of the pipeline file.");
        }
    }

    private StageOutcome score(
            RunContext context, ScoringModels models, Optional<Selection> selection, Incoming incoming) {
        ModelVersion version = models.model().version();
        InputTally tally = models.tally(context.spark(), incoming.rows().schema());
        UnpublishedBatch batch = new UnpublishedBatch(context);
        TableVersion written = batch.write(scores(context, models, incoming, tally), incoming.gone());
        long rowsOut = context.lake().rowsWritten(written).orElseGet(() -> context.read(written)
                .count());
        Dataset<Row> scores = context.read(written);
        if (context.pipeline().score().write() == Score.Write.MERGE) {
            new RowKeys(context.keys()).requireUnique(scores);
        }
        Optional<Cut> cut = selection.map(found -> found.cut(scores, "score", rowsOut));
        Optional<Cut> challengerCut = models.challenger()
                .flatMap(found -> selection)
                .map(found -> found.cut(scores, ScoringModels.OF_CHALLENGER.score(), rowsOut));
        List<InputFinding> findings =
                InputFinding.of(models.model().bundle().inputs(), tally.value().counts());
        List<TableVersion> outputs = new ArrayList<>(List.of(written));
        new InputTable(context, version)
                .append(findings, context.writeId(name()))
                .ifPresent(outputs::add);
        return StageOutcome.done(
                incoming.count(),
                rowsOut,
                0,
                incoming.tables(),
                outputs,
                new Detail(
                        version.name(),
                        version.version(),
                        rowsOut,
                        findings,
                        models.challenger().map(found -> ModelName.of(found.version())),
                        incoming.position(),
                        cut,
                        challengerCut,
                        models.model().bundle().decides(),
                        models.challenger()
                                .filter(found -> found.bundle().decides())
                                .isPresent()));
    }

    private static Dataset<Row> scores(RunContext context, ScoringModels models, Incoming incoming, InputTally tally) {
        ModelVersion version = models.model().version();
        Score score = context.pipeline().score();
        LabelCodec label = models.model().bundle().label();
        AuditedColumns audited = AuditedColumns.of(context, label.column())
                .with(
                        new SliceAuditing(context, label).conditions(incoming, models.columns()),
                        new ConsistencyAuditing(context)
                                .features(incoming, models.model().bundle().inputColumns(), label));
        ScoreNames usual = ScoringAudit.mayTellProbabilities(context.pipeline().encryption())
                ? ScoreNames.USUAL
                : ScoreNames.USUAL.withoutProbabilities();
        ScoreNames names = score.rawScore() ? usual.withRawScore("raw_score") : usual;
        return ScoringAudit.of(context, models, incoming, audited, names)
                .flatMap(audit -> models.predictCounted(incoming.rows(), context.keys(), names, tally, audit))
                .map(scored -> scored.drop(ScoringAudit.SAMPLED))
                .orElseGet(() -> {
                    List<String> kept = new ArrayList<>(context.keys());
                    kept.add(AuditedColumns.NAME);
                    return models.predict(audited.added(incoming.rows()), kept, names, tally);
                })
                .withColumn("model_name", lit(version.name()))
                .withColumn("model_version", lit(version.version()))
                .withColumn("run_id", lit(context.runId()))
                .withColumn("scored_at", current_timestamp());
    }
}
