package io.lepton.report;

import io.lepton.report.Mitigation.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Where the tries of a mitigation are in a chart of 640 × 340 points: accuracy to the right, unfairness upwards. */
public final class FrontierChart {
    private static final int LEFT = 70;
    private static final int RIGHT = 620;
    private static final int TOP = 14;
    private static final int BOTTOM = 284;
    private static final int TICKS = 5;

    private final Mitigation mitigation;
    private final List<Point> points;
    private final double[] accuracies;
    private final double[] unfairness;

    FrontierChart(Mitigation mitigation) {
        this.mitigation = mitigation;
        List<Outcome> outcomes = mitigation.tries().stream()
                .flatMap(found -> found.outcome().stream())
                .toList();
        this.accuracies = axis(outcomes.stream().mapToDouble(Outcome::accuracy));
        this.unfairness = axis(DoubleStream.concat(
                DoubleStream.of(0),
                outcomes.stream().flatMapToDouble(found -> DoubleStream.of(found.unfairness(), found.high()))));
        this.points = IntStream.range(0, mitigation.tries().size())
                .filter(i -> mitigation.tries().get(i).outcome().isPresent())
                .mapToObj(this::pointOf)
                .toList();
    }

    /**
     * A try.
     *
     * @param number of its row in the table
     * @param x points from the left
     * @param y points from the top
     * @param low y of the lower end of its interval, as {@code high}
     */
    public record Point(
            int number, String x, String y, String low, String high, boolean chosen, boolean onFrontier, String text) {}

    /** A value on an axis. */
    public record Tick(String at, String text) {}

    public List<Point> points() {
        return points;
    }

    /** Corners of the line through the tries on the frontier, for an SVG polyline. */
    public String frontier() {
        return mitigation.tries().stream()
                .filter(Mitigation.Try::onFrontier)
                .flatMap(found -> found.outcome().stream())
                .sorted(Comparator.comparingDouble(Outcome::accuracy))
                .map(found -> x(found.accuracy()) + "," + y(found.unfairness()))
                .collect(Collectors.joining(" "));
    }

    /** x of the least accuracy that could be chosen; empty where it is not in the chart. */
    public String leastAccuracy() {
        double least =
                mitigation.tries().get(0).outcome().map(Outcome::accuracy).orElse(Double.NaN)
                        - mitigation.maxAccuracyLoss();
        return least >= accuracies[0] && least <= accuracies[1] ? x(least) : "";
    }

    public List<Tick> accuracyTicks() {
        int decimals = accuracies[2] < 0.01 ? 1 : 0;
        return ticks(accuracies)
                .boxed()
                .map(value -> new Tick(x(value), String.format(Locale.ROOT, "%." + decimals + "f %%", 100 * value)))
                .toList();
    }

    public List<Tick> unfairnessTicks() {
        int decimals = unfairness[2] < 0.01 ? 3 : 2;
        return ticks(unfairness)
                .boxed()
                .map(value -> new Tick(y(value), String.format(Locale.ROOT, "%." + decimals + "f", value)))
                .toList();
    }

    private static DoubleStream ticks(double[] axis) {
        return IntStream.rangeClosed(0, (int) Math.round((axis[1] - axis[0]) / axis[2]))
                .mapToDouble(i -> axis[0] + i * axis[2]);
    }

    /** Lowest, highest and how far the ticks are apart. */
    private static double[] axis(DoubleStream values) {
        double[] known = values.filter(Double::isFinite).sorted().toArray();
        double least = known.length == 0 ? 0 : known[0];
        double most = known.length == 0 ? 1 : known[known.length - 1];
        double apart = Axis.apart(Math.max(most - least, 0.002), TICKS);
        double low = Math.floor(least / apart) * apart;
        return new double[] {low, Math.max(Math.ceil(most / apart) * apart, low + apart), apart};
    }

    private Point pointOf(int at) {
        Mitigation.Try found = mitigation.tries().get(at);
        Outcome outcome = found.outcome().orElseThrow();
        return new Point(
                at + 1,
                x(outcome.accuracy()),
                y(outcome.unfairness()),
                y(Double.isFinite(outcome.low()) ? outcome.low() : outcome.unfairness()),
                y(Double.isFinite(outcome.high()) ? outcome.high() : outcome.unfairness()),
                found.chosen(),
                found.onFrontier(),
                String.format(
                        Locale.ROOT,
                        "%d, %s: accuracy %.1f %%, unfairness %.3f",
                        at + 1,
                        MitigationPage.words(found),
                        100 * outcome.accuracy(),
                        outcome.unfairness()));
    }

    private String x(double accuracy) {
        return point(LEFT + (accuracy - accuracies[0]) / (accuracies[1] - accuracies[0]) * (RIGHT - LEFT));
    }

    private String y(double value) {
        return point(BOTTOM - (value - unfairness[0]) / (unfairness[1] - unfairness[0]) * (BOTTOM - TOP));
    }

    private static String point(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** All points in words, for those who cannot see them. */
    public String inWords() {
        List<String> words = new ArrayList<>();
        points.forEach(point -> words.add(point.text() + (point.chosen() ? ", chosen" : "")));
        return String.join("; ", words);
    }
}
