package io.lepton.jobs;

import io.lepton.config.Anonymize;
import io.lepton.config.Pipeline;
import io.lepton.error.LeptonException;
import io.lepton.jobs.forget.ForgetContext;
import io.lepton.jobs.forget.Forgetting;
import io.lepton.jobs.forget.Subject;
import io.lepton.privacy.Anonymizer;
import io.lepton.privacy.ColumnProtection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The way in for whoever forgets a person: says from the pipeline file what {@link Forgetting} needs to know. */
public final class PersonErasure {
    private final RunContext context;

    public PersonErasure(SparkSession spark, Pipeline pipeline) {
        this.context = RunContext.open(spark, pipeline, "", "", Progress.silent());
    }

    /**
     * @param progress hears what is done next
     * @throws LeptonException configuration, if the keys of the trusted table do not tell people apart
     */
    public Forgetting forgetting(Consumer<String> progress) {
        return new Forgetting(
                new ForgetContext(
                        context.spark(),
                        context.lake(),
                        context.ledger(),
                        context.registry(),
                        context.pipeline().pipeline(),
                        context.pipeline().ingest().table(),
                        context.keys(),
                        context.pipeline().ingest().key().isEmpty(),
                        protections()),
                progress);
    }

    /**
     * The person of an id.
     *
     * @param column that holds it; left out: {@code ingest.subject}, or else the only key column
     * @throws LeptonException configuration, if it is left out and there is neither
     */
    public static Subject subject(Pipeline pipeline, String id, Optional<String> column) {
        if (id.isBlank()) {
            throw LeptonException.configuration("Cannot forget anybody: the id is empty. Give one with --subject.");
        }
        List<String> key = pipeline.ingest().key();
        return new Subject(
                id,
                column.or(pipeline.ingest()::subject)
                        .or(() -> key.size() == 1 ? Optional.of(key.get(0)) : Optional.empty())
                        .orElseThrow(
                                () -> LeptonException.configuration(
                                        "Cannot forget anybody of pipeline '"
                                                + pipeline.pipeline()
                                                + "': nothing tells which column says whose a row is. Set ingest.subject in the pipeline file, or --column.")));
    }

    /** From the raw table's keys to the trusted table's, by each key of the keysets that may have made them. */
    private List<UnaryOperator<Dataset<Row>>> protections() {
        List<ColumnProtection> ofKeys = new ColumnProtections(context)
                .of(column -> context.keys().contains(column)).stream()
                        .peek(this::requireDistinct)
                        .toList();
        int most = ofKeys.stream().mapToInt(PersonErasure::variants).max().orElse(1);
        List<UnaryOperator<Dataset<Row>>> all = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            int nth = i;
            Anonymizer anonymizer = new Anonymizer(
                    ofKeys.stream().map(protection -> variant(protection, nth)).toList(), Optional.empty());
            all.add(rows -> anonymizer.anonymize(rows).rows());
        }
        return all;
    }

    private static int variants(ColumnProtection protection) {
        return protection instanceof ColumnProtection.Tokenize tokens
                ? tokens.keyset().keys().size()
                : 1;
    }

    private static ColumnProtection variant(ColumnProtection protection, int nth) {
        if (protection instanceof ColumnProtection.Tokenize tokens) {
            return new ColumnProtection.Tokenize(
                    tokens.column(),
                    tokens.kind(),
                    tokens.keyset().withPrimary(Math.min(nth, variants(protection) - 1)),
                    tokens.domain());
        }
        return protection;
    }

    private void requireDistinct(ColumnProtection protection) {
        Anonymize.Method method = context.pipeline()
                .anonymize()
                .columns()
                .get(protection.column())
                .method();
        if (method != Anonymize.Method.PSEUDONYMIZE) {
            throw LeptonException.configuration(
                    "Cannot forget anybody of pipeline '"
                            + context.pipeline().pipeline() + "': its key column '" + protection.column()
                            + "' is changed by anonymize ("
                            + method.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')
                            + "), so that several people may have one key, and rows of others would be deleted. Pseudonymize it.");
        }
    }
}
