package io.lepton.jobs;

import static org.apache.spark.sql.functions.current_timestamp;

import io.lepton.config.Anonymize;
import io.lepton.error.LeptonException;
import io.lepton.lake.TableVersion;
import io.lepton.privacy.Anonymized;
import io.lepton.privacy.Anonymizer;
import io.lepton.privacy.ColumnProtection;
import io.lepton.privacy.Hierarchy;
import io.lepton.privacy.PrivacyModel;
import io.lepton.privacy.proof.PrivacyEvidence;
import io.lepton.privacy.proof.PrivacyVerifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** {@code raw/TABLE} → {@code trusted/TABLE}: what was promised is proven on the rows that were written before they are published. */
final class AnonymizeStage implements Stage {

    /**
     * What the ledger keeps of an anonymization; without k-anonymity the evidence is absent.
     *
     * @param before the same evidence on the raw table
     */
    record Detail(
            Optional<PrivacyEvidence> before,
            Optional<PrivacyEvidence> after,
            long suppressed,
            Map<String, Double> informationLossByColumn,
            double normalizedCertaintyPenalty,
            Map<String, String> protections,
            List<String> quasiIdentifiers) {}

    private final PrivacyVerifier verifier = new PrivacyVerifier();

    @Override
    public StageName name() {
        return StageName.ANONYMIZE;
    }

    @Override
    public StageOutcome run(RunContext context) {
        TableVersion raw = context.versionOf(StageName.INGEST, context.rawTable());
        Dataset<Row> rows = context.read(raw);
        Optional<PrivacyModel> model =
                context.pipeline().anonymize().kAnonymity().map(new AskedPrivacy(path -> hierarchy(context, path))::of);

        Anonymized anonymized = new Anonymizer(protections(context), model).anonymize(rows);
        Dataset<Row> protectedRows = anonymized.rows().persist(StorageLevel.MEMORY_AND_DISK_SER());
        try {
            Optional<PrivacyEvidence> after = model.map(asked -> verifier.verify(protectedRows, asked));
            after.ifPresent(evidence -> requireHeld(evidence, anonymized));
            TableVersion trusted =
                    context.lake().replace(protectedRows, context.trustedTable(), context.writeId(name()));
            Detail detail = new Detail(
                    model.map(asked -> verifier.verify(rows, asked)),
                    after,
                    anonymized.rowsSuppressed(),
                    anonymized.informationLossByColumn(),
                    anonymized.normalizedCertaintyPenalty(),
                    protectionsInWords(context.pipeline().anonymize()),
                    model.map(PrivacyModel::quasiIdentifiers).orElse(List.of()));
            List<TableVersion> outputs = new ArrayList<>(List.of(trusted));
            if (after.isPresent()) {
                outputs.add(writeAudit(context, detail, anonymized));
            }
            return StageOutcome.done(
                    anonymized.rowsIn(),
                    anonymized.rowsIn() - anonymized.rowsSuppressed(),
                    anonymized.rowsSuppressed(),
                    List.of(raw),
                    outputs,
                    detail);
        } finally {
            protectedRows.unpersist();
        }
    }

    private static void requireHeld(PrivacyEvidence evidence, Anonymized anonymized) {
        if (evidence.rows() + anonymized.rowsSuppressed() != anonymized.rowsIn()) {
            throw LeptonException.data("Cannot account for every row: " + anonymized.rowsIn() + " came in, "
                    + evidence.rows() + " go out and " + anonymized.rowsSuppressed()
                    + " were suppressed. The table changed while it was read; run again.");
        }
        if (!evidence.holds()) {
            throw LeptonException.gate("Cannot publish the trusted table: its smallest class holds "
                    + evidence.smallestClass() + " rows and k is " + evidence.kRequired()
                    + evidence.sensitive().stream()
                            .filter(column -> !column.holds())
                            .map(column -> "; '" + column.column() + "' is not as diverse or close as asked")
                            .collect(Collectors.joining())
                    + ". Lower k, raise suppression-limit or name fewer quasi-identifiers.");
        }
    }

    private TableVersion writeAudit(RunContext context, Detail detail, Anonymized anonymized) {
        Dataset<Row> audit = new PrivacyAuditRow(context.runId(), context.trustedTable(), detail, anonymized)
                .table(context.spark())
                .withColumn("audited_at", current_timestamp());
        return context.lake().append(audit, "audits/privacy", context.writeId(name()));
    }

    private static List<ColumnProtection> protections(RunContext context) {
        List<ColumnProtection> protections = new ArrayList<>();
        context.pipeline().anonymize().columns().forEach((column, protection) -> {
            switch (protection.method()) {
                case KEEP -> {}
                case DROP -> protections.add(new ColumnProtection.Drop(column));
                case MASK -> protections.add(
                        new ColumnProtection.Mask(column, protection.keepFirst(), protection.keepLast()));
                case PSEUDONYMIZE -> protections.add(new ColumnProtection.Pseudonymize(
                        column, protection.key().orElseThrow().reveal()));
                case GENERALIZE -> protections.add(generalization(context, column, protection));
            }
        });
        return protections;
    }

    private static ColumnProtection generalization(RunContext context, String column, Anonymize.Protection protection) {
        if (protection.width().isPresent()) {
            return new ColumnProtection.GeneralizeNumber(
                    column, protection.width().get());
        }
        if (protection.datePart().isPresent()) {
            return new ColumnProtection.GeneralizeDate(
                    column,
                    io.lepton.privacy.DatePart.valueOf(
                            protection.datePart().get().name()));
        }
        if (protection.prefix().isPresent()) {
            return new ColumnProtection.GeneralizePrefix(
                    column, protection.prefix().get());
        }
        return new ColumnProtection.GeneralizeHierarchy(
                column, hierarchy(context, protection.hierarchy().orElseThrow()), protection.level());
    }

    private static Hierarchy hierarchy(RunContext context, String path) {
        return Hierarchy.read(context.spark().sparkContext().hadoopConfiguration(), context.resolve(path));
    }

    private static Map<String, String> protectionsInWords(Anonymize anonymize) {
        Map<String, String> words = new java.util.TreeMap<>();
        anonymize
                .columns()
                .forEach((column, protection) -> words.put(
                        column,
                        switch (protection.method()) {
                            case KEEP -> "kept";
                            case DROP -> "dropped";
                            case MASK -> "masked";
                            case PSEUDONYMIZE -> "pseudonymized";
                            case GENERALIZE -> "generalized";
                        }));
        return words;
    }
}
