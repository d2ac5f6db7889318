package io.lepton.cli.audit;

import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.GroupMetrics;
import io.lepton.fairness.measures.Measure;
import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Groups of single attributes, a line each, with the measures that the task has. */
public final class GroupTable {
    private static final int COLUMNS = 4;
    private static final Set<Measure> SHARES = EnumSet.of(Measure.SELECTION_RATE, Measure.ACCURACY, Measure.RECALL);
    private static final Map<Measure, String> HEADINGS = new EnumMap<>(Map.of(
            Measure.SELECTION_RATE, "selected",
            Measure.ACCURACY, "accuracy",
            Measure.RECALL, "recall",
            Measure.AUC, "auc",
            Measure.EXPECTED_CALIBRATION_ERROR, "cal.error",
            Measure.MAE, "mae",
            Measure.RMSE, "rmse",
            Measure.MEAN_RESIDUAL, "residual",
            Measure.R2, "r2"));

    private final PrintWriter out;

    public GroupTable(PrintWriter out) {
        this.out = out;
    }

    /** @param heading at the left of the first line, at most nine characters */
    public void print(String heading, FairnessReport report) {
        List<Measure> shown = HEADINGS.keySet().stream()
                .filter(measure -> report.groups().stream().anyMatch(group -> !Double.isNaN(group.metric(measure))))
                .limit(COLUMNS)
                .toList();
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-9s %-28s %9s", heading, "group", "rows"));
        shown.forEach(measure -> line.append(String.format(Locale.ROOT, " %9s", HEADINGS.get(measure))));
        out.println(line);
        report.groups().stream()
                .filter(group -> !group.attributes().contains("×"))
                .forEach(group -> print(group, shown));
    }

    private void print(GroupMetrics group, List<Measure> shown) {
        StringBuilder line = new StringBuilder(String.format(
                Locale.ROOT,
                "%-9s %-28s %9s",
                "",
                Cell.shortened(group.attributes() + "=" + group.group()),
                group.countSuppressed() ? "withheld" : String.format(Locale.ROOT, "%,d", group.count())));
        for (Measure measure : shown) {
            double value = group.metric(measure);
            line.append(String.format(
                    Locale.ROOT, " %9s", SHARES.contains(measure) ? Cell.percent(value) : Cell.number(value)));
        }
        boolean judged = group.judged() && shown.stream().allMatch(measure -> group.judged(measure.id()));
        out.println(line + (judged || group.countSuppressed() ? "" : "  too few to judge"));
    }
}
