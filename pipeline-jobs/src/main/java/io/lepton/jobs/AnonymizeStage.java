package io.lepton.jobs;

import static org.apache.spark.sql.functions.current_timestamp;

import io.lepton.error.LeptonException;
import io.lepton.lake.TableVersion;
import io.lepton.privacy.Anonymized;
import io.lepton.privacy.Anonymizer;
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

        ColumnProtections protections = new ColumnProtections(context);
        Anonymized anonymized = new Anonymizer(protections.all(), model).anonymize(rows);
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
                    protections.inWords(),
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

    static Hierarchy hierarchy(RunContext context, String path) {
        return Hierarchy.read(context.spark().sparkContext().hadoopConfiguration(), context.resolve(path));
    }
}
