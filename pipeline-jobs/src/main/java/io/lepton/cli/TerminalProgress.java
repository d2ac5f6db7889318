package io.lepton.cli;

import io.lepton.jobs.Progress;
import io.lepton.jobs.StageName;
import io.lepton.training.curves.CurvePoint;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Progress as lines: one when a stage starts to work on something, one when it ends. While models are fitted a line tells how it goes: on a
 * terminal it is rewritten, elsewhere there is a new one now and then.
 */
final class TerminalProgress implements Progress {
    private static final long MILLIS_BETWEEN_PLAIN_LINES = 10_000;

    /** ECMA-48: to the beginning of the line, and erase it. */
    private static final String ERASE = "\r\u001b[K";

    /** DEC private mode 7 off and on: what is too long for the line is cut off and does not wrap. */
    private static final String UNWRAPPED = "\u001b[?7l%s\u001b[?7h";

    private final PrintWriter out;
    private final boolean rewrites;
    private final Map<String, TrainingLine> trainings = new LinkedHashMap<>();
    private boolean unfinishedLine;
    private long nextPlainMillis;

    /** @param rewrites whether lines can be erased */
    TerminalProgress(PrintWriter out, boolean rewrites) {
        this.out = out;
        this.rewrites = rewrites;
    }

    /** For whoever looks at the process's own output. */
    static TerminalProgress to(PrintWriter out) {
        String terminal = System.getenv().getOrDefault("TERM", "dumb");
        return new TerminalProgress(out, System.console() != null && !terminal.equals("dumb"));
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
    public synchronized void training(String model, CurvePoint point) {
        TrainingLine line =
                trainings.computeIfAbsent(model + "\n" + point.curve(), name -> new TrainingLine(model, point));
        line.add(point);
        if (rewrites) {
            out.print(ERASE + UNWRAPPED.formatted("  " + line.now()));
            out.flush();
            unfinishedLine = true;
        } else if (point.millis() >= nextPlainMillis) {
            nextPlainMillis = point.millis() + MILLIS_BETWEEN_PLAIN_LINES;
            step(line.now());
        }
    }

    @Override
    public synchronized void trained() {
        trainings.values().forEach(line -> step(line.result()));
        trainings.clear();
    }

    @Override
    public void finished(StageName stage, double seconds, String summary) {
        say("✓ %-10s %6.1f s  %s", stage.id(), seconds, summary);
    }

    @Override
    public void skipped(StageName stage) {
        say("✓ %-10s done before in this run", stage.id());
    }

    private synchronized void say(String format, Object... arguments) {
        if (unfinishedLine) {
            out.print(ERASE);
            unfinishedLine = false;
        }
        out.println(String.format(Locale.ROOT, format, arguments));
        out.flush();
    }
}
