package io.lepton.cli.bench.train;

import io.lepton.jobs.Progress;
import io.lepton.jobs.StageName;
import io.lepton.training.curves.CurvePoint;
import java.util.LinkedHashMap;
import java.util.Map;

/** Hears a stage's steps and takes the time of each. Mutable. */
final class StepClock implements Progress {
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private String step = "";
    private long since;

    /** By step, in order. */
    Map<String, Double> seconds() {
        return seconds;
    }

    @Override
    public void started(StageName stage) {
        next("reading");
    }

    @Override
    public void step(String message) {
        // Why it is so comes after a colon.
        next(message.replaceFirst(":.*", ""));
    }

    @Override
    public void finished(StageName stage, double ofStage, String summary) {
        next("");
    }

    private void next(String name) {
        long now = System.nanoTime();
        if (!step.isEmpty()) {
            seconds.merge(step, (now - since) / 1e9, Double::sum);
        }
        step = name;
        since = now;
    }

    @Override
    public void training(String model, CurvePoint point) {}

    @Override
    public void trained() {}

    @Override
    public void skipped(StageName stage) {}
}
