package io.lepton.report;

import io.lepton.report.Fairness.Group;
import io.lepton.report.RunReport.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** One measure of the groups of an attribute, a bar each with its 95 % interval, in a chart {@value #WIDTH} points wide. */
public final class GroupBars {
    private static final int WIDTH = 400;
    private static final int ROW = 42;
    private static final int AXIS = 22;
    private static final int TICKS = 4;
    /** Of more groups the lowest and the highest are drawn. */
    private static final int MOST = 12;

    private static final Set<String> QUANTITIES = Set.of("mae", "rmse");

    private final String attributes;
    private final String metric;
    private final String name;
    private final String lead;
    private final List<Group> measured;
    private final List<Group> drawn;
    private final Figures figures = new Figures();
    private final double apart;
    private final double highest;

    /** @param groups of the attribute */
    GroupBars(String attributes, String metric, List<Group> groups) {
        this(attributes, metric, new Figures().name(metric), "", groups);
    }

    /**
     * @param name of the measure, for people
     * @param lead said before what it means; may be empty
     * @param groups of the attribute
     */
    GroupBars(String attributes, String metric, String name, String lead, List<Group> groups) {
        this.attributes = attributes;
        this.metric = metric;
        this.name = name;
        this.lead = lead;
        this.measured = groups.stream()
                .filter(group -> group.metrics().containsKey(metric))
                .toList();
        this.drawn = drawn();
        double most = drawn.stream()
                .flatMapToDouble(group ->
                        DoubleStream.of(group.metric(metric), range(group).high()))
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        double bounded = QUANTITIES.contains(metric) ? most : Math.min(1, most);
        this.apart = Axis.apart(bounded, TICKS);
        this.highest = Math.max(apart, Math.ceil(bounded / apart - 1e-9) * apart);
    }

    /**
     * One group.
     *
     * @param top points from the top
     * @param text the figure with its interval
     * @param mark "lowest" or "highest" among judged groups, else empty
     * @param width points; {@code low} and {@code high} likewise, empty if the interval is unknown
     */
    public record Bar(
            String group, int top, String text, String mark, boolean judged, String width, String low, String high) {}

    /** A value on the axis. */
    public record Tick(String at, String text) {}

    private List<Group> drawn() {
        if (measured.size() <= MOST) {
            return measured;
        }
        List<Group> sorted = measured.stream()
                .filter(group -> group.judged(metric))
                .sorted(Comparator.comparingDouble(group -> group.metric(metric)))
                .toList();
        return sorted.size() <= MOST
                ? sorted
                : Stream.concat(sorted.stream().limit(MOST / 2), sorted.stream().skip(sorted.size() - MOST / 2))
                        .toList();
    }

    /** Bars begin at 0: what may be below it is not drawn. */
    boolean isDrawable() {
        return !drawn.isEmpty() && drawn.stream().allMatch(group -> group.metric(metric) >= 0);
    }

    public String title() {
        return "%s by %s".formatted(name, attributes);
    }

    /** What the chart shows, for those who cannot see it. */
    public String label() {
        return title() + ": "
                + bars().stream()
                        .map(bar -> bar.group() + " " + bar.text()
                                + (bar.mark().isEmpty() ? "" : ", " + bar.mark())
                                + (bar.judged() ? "" : ", too few to judge"))
                        .collect(Collectors.joining("; "));
    }

    public String caption() {
        String words = lead + Meaning.of(metric).map(Meaning::words).orElse("");
        int left = measured.size() - drawn.size();
        return left == 0
                ? words
                : words
                        + " The lowest and the highest are drawn; the other %d groups are in the table."
                                .formatted(left);
    }

    public int height() {
        return drawn.size() * ROW + AXIS;
    }

    public List<Bar> bars() {
        List<Group> judged =
                drawn.stream().filter(group -> group.judged(metric)).toList();
        DoubleStream.Builder values = DoubleStream.builder();
        judged.forEach(group -> values.add(group.metric(metric)));
        var found = values.build().summaryStatistics();
        List<Bar> bars = new ArrayList<>();
        for (Group group : drawn) {
            double value = group.metric(metric);
            boolean differs = group.judged(metric) && found.getMin() < found.getMax();
            String mark =
                    differs && value == found.getMin() ? "lowest" : differs && value == found.getMax() ? "highest" : "";
            Range range = range(group);
            boolean known = !Double.isNaN(range.low());
            bars.add(new Bar(
                    group.group(),
                    bars.size() * ROW,
                    text(value, range),
                    mark,
                    group.judged(metric),
                    x(value),
                    known ? x(range.low()) : "",
                    known ? x(range.high()) : ""));
        }
        return bars;
    }

    public List<Tick> ticks() {
        List<Tick> ticks = new ArrayList<>();
        boolean share = !QUANTITIES.contains(metric);
        int decimals = Axis.decimals(share ? 100 * apart : apart);
        for (int i = 0; i * apart <= highest * (1 + 1e-9); i++) {
            double value = i * apart;
            ticks.add(new Tick(
                    x(value),
                    String.format(Locale.ROOT, "%,." + decimals + "f", share ? 100 * value : value)
                            + (share ? " %" : "")));
        }
        return ticks;
    }

    private String text(double value, Range range) {
        boolean share = !QUANTITIES.contains(metric);
        String figure = share ? figures.percent(value) : figures.number(value);
        if (Double.isNaN(range.low())) {
            return figure;
        }
        return share
                ? String.format(Locale.ROOT, "%s (%.1f to %.1f)", figure, 100 * range.low(), 100 * range.high())
                : "%s (%s to %s)".formatted(figure, figures.number(range.low()), figures.number(range.high()));
    }

    private Range range(Group group) {
        return group.intervals().getOrDefault(metric, new Range(Double.NaN, Double.NaN));
    }

    private String x(double value) {
        return figures.bar(value / highest, WIDTH);
    }
}
