package io.lepton.fairness.neighbours;

import java.util.Arrays;

/**
 * The k rows that are nearest to a row, itself among them, and what becomes of them without one of the sample's rows. Of rows that are
 * equally far each counts in part, as it would on average if chance chose among them.
 */
final class Neighbourhood {
    private final SampledRows sample;
    private final int k;
    private final double[] distances;
    /** The k + 1 smallest distances, rising. */
    private final double[] nearest;

    /** Rows that are not further than the last of those, rising. */
    private final int[] near;

    private int size;
    private int center;
    /** Rows nearer than the k-th, at its distance, and at that of the next. */
    private final Ring inside = new Ring();

    private final Ring edge = new Ring();
    private final Ring outside = new Ring();

    /** Rows at a distance. */
    private static final class Ring {
        private int rows;
        private int alike;

        void clear() {
            rows = 0;
            alike = 0;
        }

        void add(boolean isAlike) {
            rows++;
            alike += isAlike ? 1 : 0;
        }
    }

    /** @param sample of more than k + 1 rows */
    Neighbourhood(SampledRows sample, int k) {
        this.sample = sample;
        this.k = k;
        this.distances = new double[sample.size()];
        this.nearest = new double[k + 1];
        this.near = new int[sample.size()];
    }

    /** Goes to another row. */
    void moveTo(int row) {
        center = row;
        sample.distances(row, distances);
        findNearest();
        inside.clear();
        edge.clear();
        outside.clear();
        for (int i = 0; i < size; i++) {
            ring(near[i]).add(sample.isDecidedAlike(center, near[i]));
        }
    }

    private void findNearest() {
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        double furthest = Double.POSITIVE_INFINITY;
        for (double distance : distances) {
            if (distance < furthest) {
                int place = k;
                while (place > 0 && nearest[place - 1] > distance) {
                    nearest[place] = nearest[place - 1];
                    place--;
                }
                nearest[place] = distance;
                furthest = nearest[k];
            }
        }
        size = 0;
        for (int other = 0; other < distances.length; other++) {
            if (distances[other] <= furthest) {
                near[size++] = other;
            }
        }
    }

    /** How many rows are not further than the one after the k-th. */
    int size() {
        return size;
    }

    /** One of them; their numbers rise. */
    int near(int place) {
        return near[place];
    }

    private Ring ring(int other) {
        if (distances[other] < nearest[k - 1]) {
            return inside;
        }
        return distances[other] == nearest[k - 1] ? edge : outside;
    }

    /** Whether the share of those decided alike depends on a row. */
    boolean holds(int other) {
        return distances[other] <= nearest[k - 1];
    }

    /** The share of the neighbours who are decided as the row in the middle: 1 − |decision − mean decision| of two. */
    double decidedAlike() {
        return (inside.alike + share(k - inside.rows, edge.alike, edge.rows)) / k;
    }

    /** The same without one of the {@linkplain #holds neighbours}. */
    double decidedAlikeWithout(int other) {
        int alike = sample.isDecidedAlike(center, other) ? 1 : 0;
        if (edge.rows == k - inside.rows) {
            // Somebody from beyond takes the place.
            return (inside.alike + edge.alike - alike + share(1, outside.alike, outside.rows)) / k;
        }
        return ring(other) == inside
                ? (inside.alike - alike + share(k - inside.rows + 1, edge.alike, edge.rows)) / k
                : (inside.alike + share(k - inside.rows, edge.alike - alike, edge.rows - 1)) / k;
    }

    /** How many of some places are filled by rows decided alike, on average. */
    private static double share(int places, int alike, int rows) {
        return (double) places * alike / rows;
    }
}
