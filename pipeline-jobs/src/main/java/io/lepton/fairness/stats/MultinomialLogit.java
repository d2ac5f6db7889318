package io.lepton.fairness.stats;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Multinomial logistic regression on rows whose inputs are ones at a few places and zeros elsewhere: minimizes the mean log loss plus
 * λ/2·‖w‖² (intercepts are free) by L-BFGS with a backtracking line search (Nocedal and Wright 2006, algorithms 7.4 and 3.1).
 * The same rows in the same order give the same coefficients to the last digit.
 *
 * @param places of the ones: row after row, {@code columns} a row
 * @param columns ones of a row
 * @param classes of the rows, 0 to {@code classCount} − 1
 * @param width how many places there are
 */
public record MultinomialLogit(int[] places, int columns, int[] classes, int classCount, int width) {
    private static final int MEMORY = 7;
    private static final double SUFFICIENT = 1e-4;
    private static final int MOST_HALVINGS = 20;
    private static final double CONVERGED = 1e-5;

    /** A point with its value and slope. */
    private record Point(double[] weights, double value, double[] gradient) {}

    private record Move(double[] step, double[] turn, double product) {}

    /**
     * The coefficients: by place, then by class; the intercepts are at the place {@code width}.
     *
     * @param penalty λ, at least 0
     */
    public double[] fit(double penalty, int iterations) {
        Point at = point(new double[(width + 1) * classCount], penalty);
        Deque<Move> moves = new ArrayDeque<>();
        for (int i = 0; i < iterations; i++) {
            double[] direction = direction(at.gradient(), moves);
            double slope = dot(direction, at.gradient());
            Point next = along(at, direction, slope, penalty, moves.isEmpty() ? 1 / Math.sqrt(-slope) : 1);
            if (next == at) {
                break;
            }
            double[] step = difference(next.weights(), at.weights());
            double[] turn = difference(next.gradient(), at.gradient());
            double product = dot(step, turn);
            if (product > 1e-14) {
                moves.addFirst(new Move(step, turn, product));
                if (moves.size() > MEMORY) {
                    moves.removeLast();
                }
            }
            boolean converged = at.value() - next.value() < CONVERGED * at.value();
            at = next;
            if (converged) {
                break;
            }
        }
        return at.weights();
    }

    /** The same point where no step goes down. */
    private Point along(Point from, double[] direction, double slope, double penalty, double first) {
        double length = first;
        for (int i = 0; i < MOST_HALVINGS && slope < 0; i++) {
            double[] weights = from.weights().clone();
            for (int j = 0; j < weights.length; j++) {
                weights[j] += length * direction[j];
            }
            Point next = point(weights, penalty);
            if (next.value() <= from.value() + SUFFICIENT * length * slope) {
                return next;
            }
            length /= 2;
        }
        return from;
    }

    private static double[] direction(double[] gradient, Deque<Move> moves) {
        double[] direction = gradient.clone();
        double[] factors = new double[moves.size()];
        int i = 0;
        for (Move move : moves) {
            factors[i] = dot(move.step(), direction) / move.product();
            add(direction, -factors[i++], move.turn());
        }
        if (!moves.isEmpty()) {
            Move newest = moves.getFirst();
            double scale = newest.product() / dot(newest.turn(), newest.turn());
            for (int j = 0; j < direction.length; j++) {
                direction[j] *= scale;
            }
        }
        for (Iterator<Move> oldest = moves.descendingIterator(); oldest.hasNext(); ) {
            Move move = oldest.next();
            add(direction, factors[--i] - dot(move.turn(), direction) / move.product(), move.step());
        }
        for (int j = 0; j < direction.length; j++) {
            direction[j] = -direction[j];
        }
        return direction;
    }

    private Point point(double[] weights, double penalty) {
        double[] gradient = new double[weights.length];
        double[] chances = new double[classCount];
        double loss = 0;
        for (int row = 0; row < classes.length; row++) {
            loss -= logChances(weights, row, chances);
            for (int c = 0; c < classCount; c++) {
                chances[c] = Math.exp(chances[c]) - (c == classes[row] ? 1 : 0);
                gradient[width * classCount + c] += chances[c];
            }
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                int place = places[i] * classCount;
                for (int c = 0; c < classCount; c++) {
                    gradient[place + c] += chances[c];
                }
            }
        }
        double squares = 0;
        for (int j = 0; j < gradient.length; j++) {
            gradient[j] /= classes.length;
            if (j < width * classCount) {
                gradient[j] += penalty * weights[j];
                squares += weights[j] * weights[j];
            }
        }
        return new Point(weights, loss / classes.length + penalty / 2 * squares, gradient);
    }

    /** Fills in the logarithms of the chances of all classes; that of the row's class is given back. */
    private double logChances(double[] weights, int row, double[] chances) {
        for (int c = 0; c < classCount; c++) {
            chances[c] = weights[width * classCount + c];
        }
        for (int i = row * columns; i < (row + 1) * columns; i++) {
            int place = places[i] * classCount;
            for (int c = 0; c < classCount; c++) {
                chances[c] += weights[place + c];
            }
        }
        double highest = chances[0];
        for (double chance : chances) {
            highest = Math.max(highest, chance);
        }
        double all = 0;
        for (double chance : chances) {
            all += Math.exp(chance - highest);
        }
        double log = highest + Math.log(all);
        for (int c = 0; c < classCount; c++) {
            chances[c] -= log;
        }
        return chances[classes[row]];
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void add(double[] to, double factor, double[] what) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * what[i];
        }
    }

    private static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        add(difference, -1, b);
        return difference;
    }
}
