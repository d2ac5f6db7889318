package io.lepton.fairness.reductions.game;

import io.lepton.error.LeptonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Multipliers λ on a lattice, Σ |λ| ≤ limit, none more than once: where constraints follow from others, those get 0 (Agarwal et al., 2018,
 * section 3.4). Of a pair of constraints only one has a multiplier above 0, so that a coordinate of the lattice goes from −limit to limit.
 *
 * @param size at most so many points
 * @param limit largest Σ |λ|, above 0
 */
public record MultiplierGrid(int size, double limit) {

    /**
     * The finest such lattice, in an order that is always the same; 0 is among its points.
     *
     * @throws LeptonException (configuration) where the size leaves only 0
     */
    public List<double[]> points(Constraints constraints) {
        List<Integer> basis = constraints.basis();
        int least = 1 + basis.size() * (constraints.paired() ? 2 : 1);
        if (size < least) {
            throw LeptonException.configuration("Cannot search a grid of " + size + " multipliers: "
                    + basis.size() + " independent constraints need at least " + least
                    + ". Raise gridSize, join groups, or use the exponentiated gradient.");
        }
        List<int[]> lattice = List.of();
        for (int units = 1; ; units++) {
            List<int[]> finer = lattice(basis.size(), units, constraints.paired());
            if (finer.size() > size) {
                break;
            }
            lattice = finer;
        }
        int finest = lattice.stream().flatMapToInt(Arrays::stream).max().orElseThrow();
        return lattice.stream()
                .map(point -> multipliers(point, basis, constraints, limit / finest))
                .toList();
    }

    private static double[] multipliers(int[] point, List<Integer> basis, Constraints constraints, double unit) {
        double[] lambda = new double[constraints.size()];
        for (int i = 0; i < point.length; i++) {
            int upper = basis.get(i);
            lambda[point[i] >= 0 ? upper : upper + constraints.size() / 2] = Math.abs(point[i]) * unit;
        }
        return lambda;
    }

    private List<int[]> lattice(int dimensions, int units, boolean signed) {
        List<int[]> points = new ArrayList<>();
        extend(new int[dimensions], 0, units, signed, points);
        return points;
    }

    /** Stops where there are more than anybody asked for. */
    private void extend(int[] point, int at, int left, boolean signed, List<int[]> points) {
        if (points.size() > size) {
            return;
        }
        if (at == point.length) {
            points.add(point.clone());
            return;
        }
        IntStream.rangeClosed(signed ? -left : 0, left).forEach(value -> {
            point[at] = value;
            extend(point, at + 1, left - Math.abs(value), signed, points);
        });
    }
}
