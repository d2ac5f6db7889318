package io.lepton.fairness.reductions.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Random rows with a feature of four values, and as hypotheses all sixteen functions of it: bit x of a hypothesis' number is its decision
 * for value x.
 */
final class FiniteRows {
    private static final int VALUES = 4;

    private final int[] group;
    private final int[] label;
    private final int[] feature;
    private final double[] weight;
    private final int groups;

    FiniteRows(long seed) {
        Random random = new Random(seed);
        int rows = 40 + random.nextInt(100);
        groups = 2 + random.nextInt(3);
        group = new int[rows];
        label = new int[rows];
        feature = new int[rows];
        weight = new double[rows];
        for (int row = 0; row < rows; row++) {
            group[row] = row < 2 * groups ? row / 2 : random.nextInt(groups);
            feature[row] = Math.min(VALUES - 1, random.nextInt(VALUES) + random.nextInt(1 + group[row]));
            label[row] = row < 2 * groups ? row % 2 : random.nextInt(VALUES) < feature[row] ? 1 : 0;
            weight[row] = 0.5 + random.nextDouble();
        }
        double sum = 0;
        for (double one : weight) {
            sum += one;
        }
        for (int row = 0; row < rows; row++) {
            weight[row] /= sum;
        }
    }

    int size() {
        return group.length;
    }

    int group(int row) {
        return group[row];
    }

    int label(int row) {
        return label[row];
    }

    double weight(int row) {
        return weight[row];
    }

    int groups() {
        return groups;
    }

    /** 1 if the hypothesis selects the row. */
    int decision(int hypothesis, int row) {
        return hypothesis >> feature[row] & 1;
    }

    Cells cells() {
        Double[] shares = new Double[2 * groups];
        Arrays.fill(shares, 0.0);
        List<String> names = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            names.add("g" + g);
        }
        for (int row = 0; row < size(); row++) {
            shares[2 * group[row] + label[row]] += weight[row];
        }
        return new Cells(names, 2, List.of(shares), size());
    }

    List<Hypothesis<Integer>> all() {
        List<Hypothesis<Integer>> all = new ArrayList<>();
        for (int number = 0; number < 1 << VALUES; number++) {
            double[] masses = new double[2 * groups];
            double error = 0;
            for (int row = 0; row < size(); row++) {
                masses[2 * group[row] + label[row]] += weight[row] * decision(number, row);
                error += weight[row] * Math.abs(label[row] - decision(number, row));
            }
            all.add(new Hypothesis<>(number, masses, error));
        }
        return all;
    }

    /** The best response, found by trying all. */
    Hypothesis<Integer> fit(double[] costs) {
        Hypothesis<Integer> best = null;
        double least = Double.POSITIVE_INFINITY;
        for (Hypothesis<Integer> one : all()) {
            double cost = 0;
            for (int c = 0; c < costs.length; c++) {
                cost += costs[c] * one.masses()[c];
            }
            if (cost < least) {
                least = cost;
                best = one;
            }
        }
        return best;
    }
}
