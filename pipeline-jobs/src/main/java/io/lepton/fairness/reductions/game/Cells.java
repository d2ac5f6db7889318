package io.lepton.fairness.reductions.game;

import java.util.List;

/**
 * The kinds of rows that a reduction tells apart: one for each group and each of the labels. Cell {@code group * labels + label}.
 *
 * @param groups names of the groups
 * @param labels 2 where rows of a group are told apart by their label 0 or 1, else 1
 * @param shares of the rows' weight, one a cell, 0 or more, adding up to 1
 * @param rows how many there are
 */
public record Cells(List<String> groups, int labels, List<Double> shares, long rows) {
    public Cells {
        groups = List.copyOf(groups);
        shares = List.copyOf(shares);
        if (shares.size() != groups.size() * labels) {
            throw new IllegalArgumentException("Cannot make cells: " + groups.size() + " groups with " + labels
                    + " labels each need as many shares, and there are " + shares.size() + ".");
        }
    }

    public int size() {
        return shares.size();
    }

    public double share(int cell) {
        return shares.get(cell);
    }

    int group(int cell) {
        return cell / labels;
    }

    int label(int cell) {
        return cell % labels;
    }
}
