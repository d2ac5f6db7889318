package io.lepton.cli;

import io.lepton.jobs.ModelCompression.Figures;
import io.lepton.jobs.ModelCompression.Report;
import java.io.PrintWriter;
import java.util.Locale;

/** A model before and after it was made smaller, as a table. */
record CompressionScreen(PrintWriter out) {

    /** A line for the model as it was, one for the smaller one where there is one, and what changed in a sentence. */
    void print(Report report) {
        line(
                "%-30s %7s %10s %10s %10s %10s %9s %12s",
                "MODEL",
                "TREES",
                "NODES",
                "THRESHOLDS",
                "WEIGHTS",
                "KB",
                report.metric().toUpperCase(Locale.ROOT),
                "NS A ROW");
        figures(report.before());
        report.after().ifPresent(after -> {
            figures(after);
            if (after.size().integers() > 0) {
                line("* of them %,d integers of eight bits", after.size().integers());
            }
            line(
                    "%s takes %.0f %% of the space, scores a row in %.0f %% of the time, and loses %.4f of %s on held-out rows.",
                    after.model(),
                    100.0 * after.bytes() / report.before().bytes(),
                    100 * after.nanosPerRow() / report.before().nanosPerRow(),
                    report.before().quality() - after.quality(),
                    report.metric());
        });
    }

    private void figures(Figures figures) {
        line(
                "%-30s %7d %,10d %,10d %10s %,10d %9.4f %12.0f",
                figures.model(),
                figures.size().trees(),
                figures.size().nodes(),
                figures.size().thresholds(),
                String.format(Locale.ROOT, "%,d", figures.size().weights())
                        + (figures.size().integers() > 0 ? "*" : ""),
                figures.bytes() / 1024,
                figures.quality(),
                figures.nanosPerRow());
    }

    private void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }
}
