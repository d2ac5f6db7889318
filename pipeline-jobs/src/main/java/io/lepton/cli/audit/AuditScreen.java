package io.lepton.cli.audit;

import io.lepton.fairness.ClassNames;
import io.lepton.fairness.Disparity;
import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GroupMetrics;
import io.lepton.fairness.estimate.Interval;
import io.lepton.jobs.scoretable.AuditedScores;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An audit on one screen: words first, then figures. */
final class AuditScreen {
    /** What is said in words of each attribute; the table has all. */
    private static final List<String> SHOWN = List.of(
            "demographic_parity_difference",
            "demographic_parity_ratio",
            "equalized_odds_difference",
            "accuracy_difference",
            "auc_difference",
            "mae_difference",
            "mean_residual_difference");

    private final PrintWriter out;

    AuditScreen(PrintWriter out) {
        this.out = out;
    }

    void print(AuditedScores audited, long unreadable) {
        FairnessReport report = audited.fairness();
        line("");
        line(
                "Rows      %,d, of which %,d audited%s",
                audited.rows(), report.overall().count(), leftOut(audited, unreadable));
        if (!audited.labelled()) {
            line("          No label is known: only the predictions are compared.");
        }
        if (audited.withoutProbabilities() > 0) {
            line(
                    "          Of %,d no probabilities are known, or none that are: what they tell is left out of all.",
                    audited.withoutProbabilities());
        }
        for (int i = 0; i < audited.classes().size(); i++) {
            line(
                    "%-9s %d is '%s'",
                    i == 0 ? "Classes" : "", i, audited.classes().get(i));
        }
        SelectionWords words = new SelectionWords(report, new ClassNames(audited.classes()));
        singles(report).forEach(attribute -> words.of(attribute).ifPresent(said -> line("In words  %s", said)));
        new GroupTable(out).print("Groups", report);
        differences(report);
        new ConsistencyLine(out).print("Alike", report);
        words.ofTheWorstIntersection().ifPresent(said -> line("Together  %s", said));
        gates(audited);
        out.flush();
    }

    private static String leftOut(AuditedScores audited, long unreadable) {
        return (audited.withoutLabel() > 0
                        ? String.format(Locale.ROOT, "; %,d have no label", audited.withoutLabel())
                        : "")
                + (unreadable > 0
                        ? String.format(Locale.ROOT, "; %,d more records of the file could not be read", unreadable)
                        : "");
    }

    private void differences(FairnessReport report) {
        String heading = "Between";
        for (String attribute : singles(report)) {
            for (String metric : SHOWN) {
                Optional<Disparity> known =
                        found(report, attribute, metric).filter(disparity -> !Double.isNaN(disparity.value()));
                if (known.isPresent()) {
                    line("%-9s %s", heading, figure(known.get()));
                    heading = "";
                }
            }
        }
    }

    private static String figure(Disparity disparity) {
        return String.format(
                Locale.ROOT,
                "%-12s %-30s %7.4f %-20s %s",
                disparity.attributes(),
                disparity.metric(),
                disparity.value(),
                range(disparity.interval()),
                chance(disparity.significance().holm()));
    }

    private static String range(Interval interval) {
        return interval.isKnown() ? String.format(Locale.ROOT, "(%.4f to %.4f)", interval.low(), interval.high()) : "";
    }

    private static String chance(double holm) {
        if (Double.isNaN(holm)) {
            return "";
        }
        return holm < 0.001 ? "p < 0.001" : String.format(Locale.ROOT, "p = %.3f", holm);
    }

    private void gates(AuditedScores audited) {
        audited.gates().forEach(gate -> line("%-9s %s", gate.passed() ? "Passed" : "Refused", gate.reason()));
    }

    private static Optional<Disparity> found(FairnessReport report, String attributes, String metric) {
        return report.disparities().stream()
                .filter(disparity -> disparity.attributes().equals(attributes)
                        && disparity.metric().equals(metric))
                .findFirst();
    }

    private static List<String> singles(FairnessReport report) {
        return report.groups().stream()
                .map(GroupMetrics::attributes)
                .filter(attributes -> !attributes.contains("×"))
                .distinct()
                .toList();
    }

    private void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }
}
