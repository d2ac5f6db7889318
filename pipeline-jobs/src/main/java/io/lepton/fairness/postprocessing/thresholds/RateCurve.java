package io.lepton.fairness.postprocessing.thresholds;

import io.lepton.fairness.postprocessing.scores.ScoreTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The best y that a group can have at each x in [0, 1], by thresholds and by mixing two of them: the upper hull of the points of all
 * thresholds (Andrew, 1979, monotone chain).
 */
final class RateCurve {
    /** Twice the area of a triangle that counts as none. */
    private static final double FLAT = 1e-15;

    private final String group;
    private final List<Point> hull;
    private final double[] xs;

    private record Point(double x, double y, Threshold threshold) {}

    private RateCurve(String group, List<Point> hull) {
        this.group = group;
        this.hull = hull;
        this.xs = hull.stream().mapToDouble(Point::x).toArray();
    }

    /**
     * @param scores of the group
     * @param both whether to select below thresholds, too, for scores that are low where they should be high
     * @param x of an outcome: 0 or 1 where nobody is selected, the other where all are
     */
    static RateCurve of(
            String group, ScoreTable scores, boolean both, ToDoubleFunction<Outcome> x, ToDoubleFunction<Outcome> y) {
        double negatives = scores.allNegatives();
        double positives = scores.allPositives();
        List<Point> points = new ArrayList<>();
        double falsePositives = 0;
        double truePositives = 0;
        add(points, new Outcome(0, 0, negatives, positives), Threshold.NOBODY, x, y);
        for (int bin = scores.size() - 1; bin > 0; bin--) {
            falsePositives += scores.negatives()[bin];
            truePositives += scores.positives()[bin];
            double at = scores.below(bin);
            add(
                    points,
                    new Outcome(falsePositives, truePositives, negatives, positives),
                    new Threshold(true, at),
                    x,
                    y);
            if (both) {
                Outcome others =
                        new Outcome(negatives - falsePositives, positives - truePositives, negatives, positives);
                // Those not above it, also where it is the score of the highest of them.
                double below = at > scores.high()[bin - 1] ? at : Math.nextUp(at);
                add(points, others, new Threshold(false, below), x, y);
            }
        }
        add(points, new Outcome(negatives, positives, negatives, positives), Threshold.EVERYBODY, x, y);
        return new RateCurve(group, hull(points));
    }

    private static void add(
            List<Point> points,
            Outcome outcome,
            Threshold threshold,
            ToDoubleFunction<Outcome> x,
            ToDoubleFunction<Outcome> y) {
        points.add(new Point(x.applyAsDouble(outcome), y.applyAsDouble(outcome), threshold));
    }

    private static List<Point> hull(List<Point> points) {
        points.sort(Comparator.comparingDouble(Point::x).thenComparingDouble(Point::y));
        List<Point> hull = new ArrayList<>();
        for (Point next : points) {
            if (hull.size() == 1 && hull.get(0).x == next.x) {
                // The first of equals at the left end, the last at the right: those that select fewest and most.
                if (next.y > hull.get(0).y) {
                    hull.set(0, next);
                }
                continue;
            }
            while (hull.size() > 1 && cross(hull.get(hull.size() - 2), hull.get(hull.size() - 1), next) >= -FLAT) {
                hull.remove(hull.size() - 1);
            }
            hull.add(next);
        }
        return hull;
    }

    /** Negative where the way over b to c turns right. */
    private static double cross(Point a, Point b, Point c) {
        return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    }

    /** Ascending, from 0 to 1: between two of them the curve is a line. */
    double[] corners() {
        return xs.clone();
    }

    double y(double x) {
        int i = segment(x);
        double share = share(x, i);
        return (1 - share) * hull.get(i).y + share * hull.get(i + 1).y;
    }

    /** The least x at which y is largest. */
    double best() {
        int best = 0;
        for (int i = 1; i < xs.length; i++) {
            best = hull.get(i).y > hull.get(best).y ? i : best;
        }
        return xs[best];
    }

    /** The least x at which the curve, which must not fall, reaches y; 1 if nowhere. */
    double reaches(double y) {
        int next = 0;
        while (next < xs.length && hull.get(next).y < y) {
            next++;
        }
        if (next == 0 || next == xs.length) {
            return next == 0 ? 0 : 1;
        }
        Point left = hull.get(next - 1);
        Point right = hull.get(next);
        return left.x + (right.x - left.x) * (y - left.y) / (right.y - left.y);
    }

    /** The mixture of two thresholds that has the best y at x. */
    GroupRule rule(double x) {
        int i = segment(x);
        return new GroupRule(group, 0, 0, share(x, i), hull.get(i).threshold, hull.get(i + 1).threshold);
    }

    /** The segment that begins at or before x; the last one for the right end. */
    private int segment(double x) {
        int found = Arrays.binarySearch(xs, x);
        return Math.max(0, Math.min(xs.length - 2, found >= 0 ? found : -found - 2));
    }

    private double share(double x, int i) {
        return Math.max(0, Math.min(1, (x - xs[i]) / (xs[i + 1] - xs[i])));
    }
}
