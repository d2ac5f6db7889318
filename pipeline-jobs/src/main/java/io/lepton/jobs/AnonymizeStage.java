package io.lepton.jobs;

import static org.apache.spark.sql.functions.current_timestamp;

import io.lepton.config.Anonymize;
import io.lepton.error.LeptonException;
import io.lepton.lake.TableVersion;
import io.lepton.privacy.Anonymized;
import io.lepton.privacy.Anonymizer;
import io.lepton.privacy.Hierarchy;
import io.lepton.privacy.KAnonymity;
import io.lepton.privacy.PrivacyEvidence;
import io.lepton.privacy.PrivacyVerifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
        Optional<KAnonymity> kAnonymity =
                context.pipeline().anonymize().kAnonymity().map(settings -> kAnonymity(context, settings));

        ColumnProtections protections = new ColumnProtections(context);
        Anonymized anonymized = new Anonymizer(protections.all(), kAnonymity).anonymize(rows);
        Dataset<Row> protectedRows = anonymized.rows().persist();
        try {
            Optional<PrivacyEvidence> after =
                    kAnonymity.map(k -> verifier.verify(protectedRows, k.quasiIdentifiers(), k.k()));
            after.ifPresent(AnonymizeStage::requireHeld);
            TableVersion trusted =
                    context.lake().replace(protectedRows, context.trustedTable(), context.writeId(name()));
            Detail detail = new Detail(
                    kAnonymity.map(k -> verifier.verify(rows, k.quasiIdentifiers(), k.k())),
                    after,
                    anonymized.rowsSuppressed(),
                    anonymized.informationLossByColumn(),
                    anonymized.normalizedCertaintyPenalty(),
                    protections.inWords(),
                    kAnonymity.map(KAnonymity::quasiIdentifiers).orElse(List.of()));
            List<TableVersion> outputs = new ArrayList<>(List.of(trusted));
            after.map(evidence -> writeAudit(context, evidence, anonymized)).ifPresent(outputs::add);
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

    private static void requireHeld(PrivacyEvidence evidence) {
        if (!evidence.holds()) {
            throw LeptonException.gate("Cannot publish the trusted table: its smallest class holds "
                    + evidence.smallestClass() + " rows and k is " + evidence.kRequired()
                    + ". Lower k, raise suppression-limit or name fewer quasi-identifiers.");
        }
    }

    private TableVersion writeAudit(RunContext context, PrivacyEvidence evidence, Anonymized anonymized) {
        Dataset<Row> audit = new PrivacyAuditRow(context.runId(), context.trustedTable(), evidence, anonymized)
                .table(context.spark())
                .withColumn("audited_at", current_timestamp());
        return context.lake().append(audit, "audits/privacy", context.writeId(name()));
    }

    private static KAnonymity kAnonymity(RunContext context, Anonymize.KAnonymity settings) {
        Map<String, Hierarchy> hierarchies = new HashMap<>();
        settings.hierarchies().forEach((column, path) -> hierarchies.put(column, hierarchy(context, path)));
        return new KAnonymity(settings.k(), settings.quasiIdentifiers(), settings.suppressionLimit(), hierarchies);
    }

    static Hierarchy hierarchy(RunContext context, String path) {
        return Hierarchy.read(context.spark().sparkContext().hadoopConfiguration(), context.resolve(path));
    }
}
