package io.lepton.cli.audit;

import io.lepton.fairness.FairnessReport;
import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.measures.Measure;
import java.io.PrintWriter;
import java.util.Locale;

/** How alike people are decided who are alike, and that a sample tells so; nothing where nobody asked. */
public final class ConsistencyLine {
    private final PrintWriter out;

    public ConsistencyLine(PrintWriter out) {
        this.out = out;
    }

    /** @param heading at the left, at most nine characters */
    public void print(String heading, FairnessReport report) {
        report.consistency().ifPresent(found -> {
            Interval interval = report.overall().interval(Measure.CONSISTENCY.id());
            out.println(String.format(
                    Locale.ROOT,
                    "%-9s consistency %.4f (%.4f to %.4f) of a sample of %,d rows, each beside the %d most like it",
                    heading,
                    report.overall().metric(Measure.CONSISTENCY),
                    interval.low(),
                    interval.high(),
                    found.rows(),
                    found.neighbours()));
        });
    }
}
