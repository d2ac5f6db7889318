package io.lepton.cli;

import io.lepton.jobs.Progress;
import io.lepton.jobs.StageName;
import java.io.PrintWriter;
import java.util.Locale;

/** Progress as lines: one when a stage starts to work on something, one when it ends. */
final class TerminalProgress implements Progress {
    private final PrintWriter out;

    TerminalProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void started(StageName stage) {
        say("  %-10s started", stage.id());
    }

    @Override
    public void step(String message) {
        say("  %-10s %s", "", message);
    }

    @Override
    public void finished(StageName stage, double seconds, String summary) {
        say("✓ %-10s %6.1f s  %s", stage.id(), seconds, summary);
    }

    @Override
    public void skipped(StageName stage) {
        say("✓ %-10s done before in this run", stage.id());
    }

    private void say(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
