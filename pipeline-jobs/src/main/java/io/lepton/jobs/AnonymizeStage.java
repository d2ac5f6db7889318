package io.lepton.jobs;

import static org.apache.spark.sql.functions.current_timestamp;

import io.lepton.error.LeptonException;
import io.lepton.lake.Checked;
import io.lepton.lake.TableVersion;
import io.lepton.lake.WriteId;
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

/** {@code raw/TABLE} → {@code trusted/TABLE}: what was promised is proven on the files that were written, before they are committed. */
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
        Proven proven = publish(context, anonymized, model);
        Detail detail = new Detail(
                model.map(asked -> verifier.verify(rows, asked)),
                proven.evidence(),
                anonymized.rowsSuppressed(),
                anonymized.informationLossByColumn(),
                anonymized.normalizedCertaintyPenalty(),
                protections.inWords(),
                model.map(PrivacyModel::quasiIdentifiers).orElse(List.of()));
        List<TableVersion> outputs = new ArrayList<>(List.of(proven.trusted()));
        if (proven.evidence().isPresent()) {
            outputs.add(writeAudit(context, detail, anonymized));
        }
        return StageOutcome.done(
                anonymized.rowsIn(),
                anonymized.rowsIn() - anonymized.rowsSuppressed(),
                anonymized.rowsSuppressed(),
                List.of(raw),
                outputs,
                detail);
    }

    private record Proven(TableVersion trusted, Optional<PrivacyEvidence> evidence) {}

    private Proven publish(RunContext context, Anonymized anonymized, Optional<PrivacyModel> model) {
        Dataset<Row> rows = anonymized.rows();
        String table = context.trustedTable();
        WriteId id = context.writeId(name());
        if (model.isEmpty()) {
            return new Proven(context.lake().replace(rows, table, id), Optional.empty());
        }
        Checked<PrivacyEvidence> checked = context.lake().replaceChecked(rows, table, id, written -> {
            PrivacyEvidence evidence = verifier.verify(written, model.get());
            requireHeld(evidence, anonymized);
            return evidence;
        });
        return new Proven(checked.version(), Optional.of(checked.found()));
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
