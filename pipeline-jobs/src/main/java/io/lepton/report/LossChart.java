package io.lepton.report;

import io.lepton.report.RunReport.Curve;
import io.lepton.report.RunReport.CurveStep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Where the lines, ticks and the best step of a learning curve are in a chart of 420 × 260 points; what is unknown is left out. */
public final class LossChart {
    private static final int TICKS = 5;
    private static final int LEFT = 76;
    private static final int RIGHT = 396;
    private static final int TOP = 12;
    private static final int BOTTOM = 212;

    private final Curve curve;
    private final Figures figures = new Figures();
    private final double lowest;
    private final double highest;
    private final double lossesApart;

    LossChart(Curve curve) {
        this.curve = curve;
        double[] losses = curve.steps().stream()
                .flatMapToDouble(step -> DoubleStream.of(step.training(), step.validation()))
                .filter(Double::isFinite)
                .toArray();
        double least = DoubleStream.of(losses).min().orElse(0);
        double most = DoubleStream.of(losses).max().orElse(1);
        this.lossesApart = Axis.apart(most - least, TICKS);
        this.lowest = Math.floor(least / lossesApart) * lossesApart;
        this.highest = Math.max(Math.ceil(most / lossesApart) * lossesApart, lowest + lossesApart);
    }

    /**
     * A value on an axis.
     *
     * @param at points from the left, or from the top
     */
    public record Tick(String at, String text) {}

    /**
     * The step whose validation loss is lowest.
     *
     * @param x points from the left
     * @param y points from the top
     */
    public record Best(int step, String loss, String x, String y) {}

    /** Corners of the line, for an SVG polyline; empty if the loss is unknown. */
    public String training() {
        return line(CurveStep::training);
    }

    /** Corners of the line, for an SVG polyline; empty if the loss is unknown. */
    public String validation() {
        return line(CurveStep::validation);
    }

    public List<Tick> losses() {
        List<Tick> ticks = new ArrayList<>();
        int decimals = Axis.decimals(lossesApart);
        long count = Math.round((highest - lowest) / lossesApart);
        for (int i = 0; i <= count; i++) {
            double loss = lowest + i * lossesApart;
            ticks.add(new Tick(y(loss), String.format(Locale.ROOT, "%,." + decimals + "f", loss)));
        }
        return ticks;
    }

    public List<Tick> steps() {
        List<Tick> ticks = new ArrayList<>();
        int apart = (int) Math.max(1, Axis.apart(lastStep() - firstStep(), TICKS));
        for (int step = (firstStep() + apart - 1) / apart * apart; step <= lastStep(); step += apart) {
            ticks.add(new Tick(x(step), figures.count(step)));
        }
        return ticks;
    }

    /** Empty where no validation loss is known. */
    public List<Best> best() {
        Optional<CurveStep> best = curve.steps().stream()
                .filter(step -> Double.isFinite(step.validation()))
                .min(Comparator.comparingDouble(CurveStep::validation));
        return best
                .map(step ->
                        new Best(step.step(), figures.number(step.validation()), x(step.step()), y(step.validation())))
                .stream()
                .toList();
    }

    private String line(ToDoubleFunction<CurveStep> loss) {
        List<String> corners = curve.steps().stream()
                .filter(step -> Double.isFinite(loss.applyAsDouble(step)))
                .map(step -> x(step.step()) + "," + y(loss.applyAsDouble(step)))
                .toList();
        return String.join(" ", corners);
    }

    private int firstStep() {
        return curve.steps().isEmpty() ? 1 : curve.steps().get(0).step();
    }

    private int lastStep() {
        return curve.steps().isEmpty()
                ? 1
                : curve.steps().get(curve.steps().size() - 1).step();
    }

    private String x(int step) {
        double share = lastStep() == firstStep() ? .5 : (double) (step - firstStep()) / (lastStep() - firstStep());
        return point(LEFT + share * (RIGHT - LEFT));
    }

    private String y(double loss) {
        return point(BOTTOM - (loss - lowest) / (highest - lowest) * (BOTTOM - TOP));
    }

    private static String point(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
