package io.lepton.cli;

import io.lepton.report.Figures;
import io.lepton.training.curves.CurvePoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** One training in one line: while it goes on, and when it is over. */
final class TrainingLine {
    private final Figures figures = new Figures();
    private final String model;
    /** Of one step each. */
    private final List<Double> seconds = new ArrayList<>();

    /** Of each metric the newest: some are not measured at every step. */
    private final Map<String, Double> values;

    private CurvePoint last;
    private CurvePoint best;

    TrainingLine(String model, CurvePoint first) {
        this.model = model;
        this.values = new HashMap<>(first.values());
        this.last = first;
        this.best = first;
    }

    /** @param point the next one; the first one again does no harm */
    void add(CurvePoint point) {
        if (point.step() > last.step()) {
            seconds.add((point.millis() - last.millis()) / 1000.0 / (point.step() - last.step()));
        }
        last = point;
        values.putAll(point.values());
        if (validation(point) < validation(best)) {
            best = point;
        }
    }

    /** {@code network 12 of 40 · loss 0.312 · validation 0.325 · 84,123 rows/s · about 40 s left at most}. */
    String now() {
        List<String> parts = new ArrayList<>(List.of(model + " " + last.step() + " of " + last.steps()));
        part(parts, "loss/training", "loss %s");
        part(parts, "loss/validation", "validation %s");
        if (values.containsKey("rows_per_second")) {
            parts.add(figures.count(Math.round(values.get("rows_per_second"))) + " rows/s");
        }
        secondsLeft().ifPresent(left -> parts.add("about " + figures.duration(left) + " left at most"));
        return String.join(" · ", parts);
    }

    private void part(List<String> parts, String metric, String format) {
        if (values.containsKey(metric)) {
            parts.add(format.formatted(figures.number(values.get(metric))));
        }
    }

    /** {@code network took 17 of 40 steps; best at 12: validation loss 0.325}. */
    String result() {
        String taken = model + " took " + last.step() + " of " + last.steps() + " steps";
        return Double.isFinite(validation(best))
                ? taken + "; best at " + best.step() + ": validation loss " + figures.number(validation(best))
                : taken;
    }

    /** If all steps are taken and each takes as long as the median one did; training may stop before. */
    private OptionalDouble secondsLeft() {
        if (seconds.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] sorted =
                seconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        return OptionalDouble.of(median * (last.steps() - last.step()));
    }

    /** Infinite where none is known, so that any is better. */
    private static double validation(CurvePoint point) {
        double loss = point.values().getOrDefault("loss/validation", Double.POSITIVE_INFINITY);
        return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }
}
