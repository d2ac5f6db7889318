package io.lepton.cli;

import io.lepton.cli.audit.Cell;
import io.lepton.cli.audit.ConsistencyLine;
import io.lepton.cli.audit.GroupTable;
import io.lepton.jobs.CompressionOutcome;
import io.lepton.jobs.InputFinding;
import io.lepton.jobs.RunSummary;
import io.lepton.jobs.mitigation.MitigationDetail;
import io.lepton.privacy.proof.PrivacyEvidence;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A run's result on one screen. */
final class SummaryScreen {
    private static final int NAME_WIDTH = 24;
    private static final Set<String> SHOWN_OF_CHALLENGERS = Set.of("auc", "accuracy", "selection_rate", "mae", "rmse");

    private final PrintWriter out;

    SummaryScreen(PrintWriter out) {
        this.out = out;
    }

    void print(RunSummary summary) {
        line("");
        summary.ingested()
                .ifPresent(rows -> line(
                        "Rows      %,d in = %,d out + %,d quarantined", rows.in(), rows.out(), rows.quarantined()));
        summary.protection().ifPresent(this::privacy);
        summary.quality().ifPresent(this::quality);
        summary.mitigation().ifPresent(this::mitigation);
        summary.scored().ifPresent(this::inputs);
        summary.fairness().ifPresent(this::fairness);
        summary.modelVersion().ifPresent(version -> line("Model     %s", version));
        summary.compression().ifPresent(this::compression);
        summary.reportPath().ifPresent(path -> line("Report    %s", path));
        out.flush();
    }

    private void privacy(RunSummary.Protection protection) {
        protection
                .evidence()
                .ifPresentOrElse(after -> privacy(protection, after), () -> line("Privacy   no k-anonymity asked for"));
    }

    private void privacy(RunSummary.Protection protection, PrivacyEvidence after) {
        line(
                "Privacy   k = %d proven on the published table: smallest class %d, risk to be singled out at most %.1f %%",
                after.kRequired(), after.smallestClass(), 100 * after.prosecutorRisk());
        protection
                .before()
                .ifPresent(before -> line(
                        "          before: smallest class %d, risk %.1f %%; %,d rows suppressed, information lost %.1f %%",
                        before.smallestClass(),
                        100 * before.prosecutorRisk(),
                        protection.suppressed(),
                        100 * protection.normalizedCertaintyPenalty()));
        after.sensitive()
                .forEach(column -> line(
                        "          %s: at least %d values, at most %.3f from the whole table's, among rows that look alike",
                        column.column(), column.distinctL(), column.closenessT()));
    }

    private void quality(RunSummary.Quality quality) {
        String id = quality.metric().replace('-', '_');
        boolean crossFitted = quality.outOfFold().values().stream().anyMatch(metrics -> metrics.containsKey(id));
        line(
                "Quality   %s on %,d held-out rows" + (crossFitted ? " (out-of-fold on %,d training rows)" : ""),
                quality.metric(),
                quality.testRows(),
                quality.trainingRows());
        int width = quality.test().keySet().stream().mapToInt(String::length).reduce(NAME_WIDTH, Math::max);
        for (Map.Entry<String, Map<String, Double>> model : quality.test().entrySet()) {
            Optional<Double> outOfFold = Optional.ofNullable(
                    quality.outOfFold().getOrDefault(model.getKey(), Map.of()).get(id));
            line(
                    "  %s %-" + width + "s %7.4f%s",
                    model.getKey().equals(quality.chosen()) ? "▸" : " ",
                    model.getKey(),
                    model.getValue().getOrDefault(id, Double.NaN),
                    outOfFold
                            .map(value -> String.format(Locale.ROOT, "  (%.4f)", value))
                            .orElse(""));
        }
    }

    private void mitigation(MitigationDetail detail) {
        long tried = detail.tries().stream()
                .filter(found -> found.outcome().isPresent() && !found.method().equals(MitigationDetail.NONE))
                .count();
        String tries = tried == 0 ? "" : ", of " + tried + " tries the fairest that loses little";
        if (detail.chosen().equals(MitigationDetail.NONE)) {
            line("Mitigated by nothing: none of %d tries was fairer and lost little", tried);
            return;
        }
        line("Mitigated by %s%s", detail.chosen(), tries);
        detail.before()
                .flatMap(before -> detail.after().map(after -> List.of(before, after)))
                .ifPresentOrElse(
                        both -> line(
                                "          %s of %s %.4f → %.4f%s, accuracy %.1f %% → %.1f %%",
                                detail.metric(),
                                detail.attribute(),
                                both.get(0).unfairness(),
                                both.get(1).unfairness(),
                                both.get(1).unfairness() < both.get(0).unfairness() ? "" : " (no fairer)",
                                100 * both.get(0).accuracy(),
                                100 * both.get(1).accuracy()),
                        () -> line("          too few held-out rows of either group to tell what came of it"));
    }

    private void compression(CompressionOutcome outcome) {
        outcome.refusal().ifPresent(why -> line("Not made smaller. %s", why));
        outcome.report().ifPresent(report -> {
            if (report.after().isEmpty()) {
                line("Not made smaller: no smaller model loses at most %s of %s", outcome.mostLoss(), report.metric());
            }
            new CompressionScreen(out).print(report);
        });
    }

    private void inputs(RunSummary.Scored scored) {
        scored.since()
                .ifPresent(version -> line(
                        "Scored    %,d rows, new or changed since version %d of the table", scored.rows(), version));
        List<InputFinding> unusual =
                scored.inputs().stream().filter(InputFinding::unusual).toList();
        if (scored.inputs().isEmpty()) {
            return;
        }
        line(
                "Inputs    %d of %d columns have values that no training row had%s",
                unusual.size(), scored.inputs().size(), unusual.isEmpty() ? "" : ":");
        for (InputFinding finding : unusual) {
            line("          %-28s %s", Cell.shortened(finding.column()), inWords(finding));
        }
    }

    private static String inWords(InputFinding finding) {
        return Stream.of(
                        counted(
                                finding.missing() > 0 && finding.usuallyMissing() == 0 ? finding.missing() : 0,
                                "missing"),
                        counted(finding.below(), "below the least"),
                        counted(finding.above(), "above the greatest"),
                        counted(finding.unseen(), "of unseen categories"))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
    }

    private static Optional<String> counted(long rows, String what) {
        return rows == 0 ? Optional.empty() : Optional.of(String.format(Locale.ROOT, "%,d %s", rows, what));
    }

    private void fairness(RunSummary.Fairness fairness) {
        new GroupTable(out).print("Fairness", fairness.report());
        new ConsistencyLine(out).print("", fairness.report());
        fairness.gates().forEach(gate -> line("          %s %s", gate.passed() ? "✓" : "✗", gate.reason()));
        if (fairness.withoutLabels()) {
            line("          No label is known: only the predictions were compared.");
        }
        if (fairness.unlabelled() > 0) {
            line("          %,d rows have no label: errors are told of the others.", fairness.unlabelled());
        }
        if (!fairness.undecided().isEmpty()) {
            line(
                    "          Gates that need labels were left out, and '%s' was not moved: %s.",
                    fairness.alias(), String.join(", ", fairness.undecided()));
        }
        line("          %s", verdict(fairness));
        fairness.challenger().ifPresent(challenger -> challenger(fairness, challenger));
    }

    private void challenger(RunSummary.Fairness fairness, RunSummary.Challenger challenger) {
        line(
                "Challenger %s predicts otherwise for %s of the rows; scores differ by %.4f on average",
                challenger.model(), Cell.percent(challenger.otherPredictions()), challenger.scoreDifference());
        Map<String, Double> published = fairness.report().overall().metrics();
        challenger.report().overall().metrics().forEach((metric, value) -> {
            if (SHOWN_OF_CHALLENGERS.contains(metric)) {
                line(
                        "          %-28s %9s, published %s",
                        metric, Cell.number(value), Cell.number(published.getOrDefault(metric, Double.NaN)));
            }
        });
        challenger.refusals().forEach(gate -> line("          ✗ would be refused: %s", gate.reason()));
    }

    private static String verdict(RunSummary.Fairness fairness) {
        if (fairness.override().isPresent()) {
            return "Refused, and overridden by " + fairness.override().get().by() + " ("
                    + fairness.override().get().reason() + "): the scores are published"
                    + (fairness.promoted() ? ", and '" + fairness.alias() + "' is this version." : ".");
        }
        if (!fairness.passed()) {
            return "Refused: the scores were not published, and '" + fairness.alias() + "' was not moved.";
        }
        return (!fairness.gates().isEmpty()
                        ? fairness.undecided().isEmpty() ? "All gates passed: " : "All other gates passed: "
                        : fairness.undecided().isEmpty() ? "No gates set: " : "No gate was decided: ")
                + "the scores are published"
                + (fairness.promoted() ? ", and '" + fairness.alias() + "' is this version." : ".");
    }

    private void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }
}
