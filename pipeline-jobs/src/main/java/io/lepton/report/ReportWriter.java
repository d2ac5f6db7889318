package io.lepton.report;

/** Writes a run's report as one self-contained HTML page: styles and charts are inside, and nothing is loaded or run. */
public final class ReportWriter {

    /** The whole page; also well-formed XML. */
    public String html(RunReport report) {
        return Templates.html("report.html.ftl", report);
    }
}
