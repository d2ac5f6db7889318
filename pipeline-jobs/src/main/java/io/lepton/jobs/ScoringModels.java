package io.lepton.jobs;

import io.lepton.config.Pipeline;
import io.lepton.error.LeptonException;
import io.lepton.features.InputCounter;
import io.lepton.registry.ModelVersion;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * The model whose scores are published, and the one that is compared with it, both loaded.
 *
 * @param challenger scores the same rows, and decides nothing
 */
record ScoringModels(Loaded model, Optional<Loaded> challenger) {
    /** What a challenger's columns are called until its scores are published. */
    static final ScoreNames OF_CHALLENGER = new ScoreNames(
            "lepton_challenger_score",
            "lepton_challenger_prediction",
            Optional.of("lepton_challenger_probabilities"),
            Optional.empty());

    /** A registered version and what it scores with. */
    record Loaded(ModelVersion version, ModelBundle bundle) {
        static Loaded of(SparkSession spark, ModelVersion version) {
            return new Loaded(version, ModelBundle.load(spark, version.path()));
        }

        InputSignature signature() {
            return InputSignature.of(version, bundle.features());
        }
    }

    static ScoringModels of(RunContext context, Function<ModelVersion, Loaded> loader) {
        ModelVersion version = context.pipeline()
                .score()
                .model()
                .map(reference -> context.registry().resolve(reference))
                .orElseGet(() -> RegisterStage.registered(context));
        Loaded model = loader.apply(version);
        Optional<Loaded> challenger = compared(context)
                // Once it has become the champion there is nothing to compare.
                .filter(found -> !found.equals(version))
                .map(loader);
        challenger.ifPresent(found -> requireSameQuestion(model, found));
        ScoringModels models = new ScoringModels(model, challenger);
        models.loaded().forEach(found -> requireAllowed(context, found));
        return models;
    }

    /** What the pipeline file names, or the champion where a gate compares with it, once there is one. */
    private static Optional<ModelVersion> compared(RunContext context) {
        Pipeline pipeline = context.pipeline();
        boolean champion = pipeline.audit().comparesWithChampion()
                && context.registry()
                        .aliases(pipeline.register().model())
                        .containsKey(pipeline.register().alias());
        return pipeline.score()
                .challenger()
                .or(() -> champion ? Optional.of(pipeline.champion()) : Optional.empty())
                .map(reference -> context.registry().resolve(reference));
    }

    /** Before any row is read. */
    private static void requireAllowed(RunContext context, Loaded found) {
        if (context.pipeline().score().allowProtectedAttributes()) {
            return;
        }
        found.bundle().protectedAttribute().ifPresent(attribute -> {
            throw LeptonException.configuration("Cannot score by " + name(found.version()) + ": it treats people by '"
                    + attribute + "', and the pipeline file does not allow that. Set score.allow-protected-attributes"
                    + " to true, if the law does, or score by a model that was mitigated in training only.");
        });
    }

    private static void requireSameQuestion(Loaded model, Loaded challenger) {
        if (!model.bundle().label().equals(challenger.bundle().label())) {
            throw LeptonException.configuration("Cannot compare " + name(challenger.version()) + " with "
                    + name(model.version()) + ": they answer different questions, " + question(challenger) + " and "
                    + question(model) + ". Name a challenger of the same label and classes in score.challenger.");
        }
    }

    private static String name(ModelVersion version) {
        return version.name() + "/" + version.version();
    }

    private static String question(Loaded model) {
        LabelCodec label = model.bundle().label();
        return "'" + label.column() + "' "
                + (label.classes().isEmpty() ? "as a quantity" : "of " + String.join(", ", label.classes()));
    }

    /** @throws LeptonException configuration, with each column that differs from those that either model learned from */
    void require(StructType rows) {
        List<String> differences = loaded().flatMap(found -> found.signature().differences(rows).stream())
                .toList();
        if (!differences.isEmpty()) {
            throw LeptonException.configuration(String.join("\n", differences));
        }
    }

    /** See {@link InputSignature#conformed}. Of columns that both learned from the model decides, whose scores are published. */
    Dataset<Row> conformed(Dataset<Row> rows) {
        InputSignature signature = model.signature();
        Dataset<Row> conformed = signature.conformed(rows);
        return challenger
                .map(found -> found.signature().without(signature.columns()).conformed(conformed))
                .orElse(conformed);
    }

    private Stream<Loaded> loaded() {
        return Stream.concat(Stream.of(model), challenger.stream());
    }

    /** Columns of rows that either model learned from. */
    Set<String> columns() {
        Set<String> columns = new LinkedHashSet<>(model.bundle().inputColumns());
        challenger.ifPresent(found -> columns.addAll(found.bundle().inputColumns()));
        return columns;
    }

    /** Counts what the model's inputs hold. */
    InputTally tally(SparkSession spark, StructType rows) {
        return InputTally.registered(
                spark, InputCounter.of(model.bundle().features(), model.bundle().inputs(), rows));
    }

    /**
     * Scores rows and counts them for an audit; of one model only.
     *
     * @return absent where that takes two passes
     */
    Optional<Dataset<Row>> predictCounted(
            Dataset<Row> rows, List<String> keys, ScoreNames names, InputTally tally, ScoringAudit audit) {
        List<String> kept = new ArrayList<>(keys);
        kept.add(ScoringAudit.SAMPLED);
        return model.bundle().predictCounted(audit.sampled(rows), kept, names, tally, audit);
    }

    /**
     * Scores rows by both in one pass.
     *
     * @param kept columns of the rows that stand beside the scores
     */
    Dataset<Row> predict(Dataset<Row> rows, List<String> kept, ScoreNames names, InputTally tally) {
        if (challenger.isEmpty()) {
            return model.bundle().predict(rows, kept, names, List.of(tally));
        }
        Set<String> between = new LinkedHashSet<>(kept);
        between.addAll(model.bundle().inputColumns());
        ModelBundle other = challenger.get().bundle();
        ScoreNames ofOther = OF_CHALLENGER.of(other.label());
        Dataset<Row> challenged = other.predict(rows, List.copyOf(between), ofOther, List.of());
        List<String> all = new ArrayList<>(kept);
        all.addAll(ofOther.all());
        return model.bundle().predict(challenged, all, names, List.of(tally));
    }
}
