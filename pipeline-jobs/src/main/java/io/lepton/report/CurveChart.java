package io.lepton.report;

import io.lepton.report.Fairness.Curves;
import io.lepton.report.Fairness.Group;
import io.lepton.report.RunReport.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A line a group in a square of 0 to 1 both ways; each line has a colour, a pattern and a name of its own. */
public final class CurveChart {
    private static final int LEFT = 56;
    private static final int BOTTOM = 310;
    private static final int SIDE = 300;
    private static final int FIRST_NAME = 372;
    private static final int NAME = 20;
    /** Intervals of more lines would cover each other. */
    private static final int MOST_WITH_INTERVALS = 3;

    private final String title;
    private final String across;
    private final String up;
    private final String caption;
    private final List<Line> lines;

    private CurveChart(String title, String across, String up, String caption, List<Line> lines) {
        this.title = title;
        this.across = across;
        this.up = up;
        this.caption = caption;
        this.lines = List.copyOf(lines);
    }

    /**
     * One group.
     *
     * @param text its name, and one figure of it
     * @param corners of the line, for an SVG polyline
     * @param points to be marked; {@code ranges} of the same
     * @param top of its name in the legend
     */
    public record Line(String text, String corners, List<Point> points, List<Whisker> ranges, int top) {}

    public record Point(String x, String y) {}

    /** An interval. */
    public record Whisker(String x, String from, String to) {}

    /**
     * @param whose " by sex", " of poor by sex"
     * @param metric of the groups that is told beside the curves
     */
    static CurveChart ranking(String whose, String metric, List<Curves> curves, List<Group> groups) {
        List<Line> lines = new ArrayList<>();
        for (Curves each : curves) {
            lines.add(new Line(
                    each.group() + figure(groups, each.group(), metric, ": AUC %.2f"),
                    corners(each.falsePositiveRates(), each.truePositiveRates()),
                    List.of(),
                    List.of(),
                    FIRST_NAME + lines.size() * NAME));
        }
        return new CurveChart(
                "ROC" + whose,
                "without the outcome, selected by mistake",
                "with the outcome, found",
                "What the model could find in each group, and at the price of how many mistakes, were the threshold moved. The nearer to the upper left corner, the better it tells people of the group apart; the dotted line is guessing.",
                lines);
    }

    /** See {@link #ranking}. */
    static CurveChart calibration(String whose, String metric, List<Curves> curves, List<Group> groups) {
        List<Line> lines = new ArrayList<>();
        for (Curves each : curves) {
            if (!each.predicted().isEmpty()) {
                lines.add(new Line(
                        each.group() + figure(groups, each.group(), metric, ": off by %.1f %% on average", 100),
                        corners(each.predicted(), each.observed()),
                        points(each.predicted(), each.observed()),
                        curves.size() <= MOST_WITH_INTERVALS ? whiskers(each) : List.of(),
                        FIRST_NAME + lines.size() * NAME));
            }
        }
        return new CurveChart(
                "Calibration" + whose,
                "predicted probability",
                "came true",
                "Do probabilities come true in each group? On the dotted line they do; below it the model promises more than comes true, above it less. Each point stands for about a tenth of the group.",
                lines);
    }

    boolean isDrawable() {
        return !lines.isEmpty();
    }

    public String title() {
        return title;
    }

    /** What the chart shows, for those who cannot see it. */
    public String label() {
        return title + ": " + lines.stream().map(Line::text).collect(Collectors.joining("; "));
    }

    /** What is on the horizontal axis. */
    public String across() {
        return across;
    }

    /** What is on the vertical axis. */
    public String up() {
        return up;
    }

    public String caption() {
        return caption;
    }

    public List<Line> lines() {
        return lines;
    }

    public int height() {
        return FIRST_NAME + lines.size() * NAME - NAME / 2;
    }

    private static String figure(List<Group> groups, String name, String metric, String format) {
        return figure(groups, name, metric, format, 1);
    }

    private static String figure(List<Group> groups, String name, String metric, String format, double times) {
        return groups.stream()
                .filter(group -> group.group().equals(name) && group.metrics().containsKey(metric))
                .findFirst()
                .map(group -> String.format(Locale.ROOT, format, times * group.metric(metric)))
                .orElse("");
    }

    private static String corners(List<Double> across, List<Double> up) {
        return points(across, up).stream()
                .map(point -> point.x() + "," + point.y())
                .collect(Collectors.joining(" "));
    }

    private static List<Point> points(List<Double> across, List<Double> up) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < across.size(); i++) {
            points.add(new Point(x(across.get(i)), y(up.get(i))));
        }
        return points;
    }

    private static List<Whisker> whiskers(Curves curves) {
        List<Whisker> whiskers = new ArrayList<>();
        for (int i = 0; i < curves.predicted().size(); i++) {
            Range range = curves.observedIntervals().get(i);
            whiskers.add(new Whisker(x(curves.predicted().get(i)), y(range.low()), y(range.high())));
        }
        return whiskers;
    }

    private static String x(double share) {
        return String.format(Locale.ROOT, "%.1f", LEFT + share * SIDE);
    }

    private static String y(double share) {
        return String.format(Locale.ROOT, "%.1f", BOTTOM - share * SIDE);
    }
}
