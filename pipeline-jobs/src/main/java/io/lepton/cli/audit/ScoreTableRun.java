package io.lepton.cli.audit;

import io.lepton.cli.scan.NamedRows;
import io.lepton.cli.scan.SessionOpener;
import io.lepton.error.LeptonException;
import io.lepton.fairness.AuditInput;
import io.lepton.fairness.ClassNames;
import io.lepton.jobs.FairnessAuditTable;
import io.lepton.jobs.FairnessFacts;
import io.lepton.jobs.scoretable.AuditedScores;
import io.lepton.jobs.scoretable.ScoreTableAudit;
import io.lepton.lake.WriteId;
import io.lepton.report.Fairness;
import io.lepton.report.FairnessPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Audits a score table, keeps the figures, shows them, and refuses where a gate does: in this order. */
public final class ScoreTableRun {
    private final ScoreTableOptions options;
    private final String runId;

    /** @param runId of the rows in {@code audits/fairness}; the same again adds none */
    public ScoreTableRun(ScoreTableOptions options, String runId) {
        this.options = options;
        this.runId = runId;
    }

    /** @throws LeptonException gate, if one refuses; configuration or data, if the table cannot be audited */
    public void print(SessionOpener sessions, PrintWriter out) {
        ScoreTableAudit audit = options.audit();
        options.table().use("audit", "audit", sessions, rows -> audit(audit, rows, out));
    }

    /** Of rows that are at hand. */
    void audit(ScoreTableAudit audit, NamedRows rows, PrintWriter out) {
        options.report().ifPresent(ScoreTableRun::requireFolder);
        AuditedScores audited = audit.of(rows.rows());
        String model = options.model();
        keep(rows, model, audited);
        new AuditScreen(out).print(audited, rows.unreadable());
        options.report().ifPresent(file -> write(file, rows.name(), audit, audited));
        options.report().ifPresent(file -> out.println("Report    " + file));
        out.println("Kept      " + rows.lake().pathOf(FairnessAuditTable.NAME) + ", run " + runId);
        out.flush();
        if (!audited.refusals().isEmpty()) {
            int count = audited.refusals().size();
            throw LeptonException.gate("The scores of '" + model + "' do not hold: " + count
                    + (count == 1 ? " gate refuses." : " gates refuse."));
        }
    }

    /** Before anything is kept: a report that cannot be written must not hide what gates say. */
    private static void requireFolder(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
            throw LeptonException.configuration("Cannot write the report to " + file
                    + ": there is no such folder. Name a file in a folder that is there.");
        }
    }

    private void write(Path file, String table, ScoreTableAudit audit, AuditedScores audited) {
        AuditInput.Judgement sizes = audit.judgement();
        Fairness facts = new FairnessFacts(
                        audited.fairness(),
                        audited.gates(),
                        new Fairness.Judgement(
                                sizes.minimumRows(),
                                audited.labelled() ? sizes.minimumOutcomes() : 0,
                                sizes.privacyThreshold()),
                        new Fairness.Unlabelled(audited.withoutLabel(), List.of()),
                        options.outcome(),
                        audited.classes())
                .fairness();
        String what = String.format(
                Locale.ROOT,
                "%s: %,d rows, audited as run %s",
                table,
                audited.fairness().overall().count(),
                runId);
        try {
            Files.writeString(file, new FairnessPage("Scores of " + options.model(), what, facts).html());
        } catch (IOException e) {
            throw LeptonException.configuration(
                    "Cannot write the report to " + file + ": " + e.getMessage()
                            + ". Name a file in a folder that is there.",
                    e);
        }
    }

    private void keep(NamedRows rows, String model, AuditedScores audited) {
        rows.lake()
                .append(
                        new FairnessAuditTable(runId, model, OptionalInt.empty(), new ClassNames(audited.classes()))
                                .rows(
                                        rows.rows().sparkSession(),
                                        audited.fairness(),
                                        audited.gates(),
                                        Optional.empty()),
                        FairnessAuditTable.NAME,
                        new WriteId(runId, "audit/" + model));
    }
}
