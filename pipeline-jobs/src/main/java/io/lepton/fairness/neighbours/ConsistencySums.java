package io.lepton.fairness.neighbours;

import java.util.ArrayList;
import java.util.List;

/** Walks a sample once, and adds up each group's consistency, with and without each of the rows. Takes time in the square of the rows. */
final class ConsistencySums {
    private final SampledRows sample;
    private final List<SampledGroup> groups;
    private final double[] sums;
    /** By row and group: by how much a group's sum changes without the row. */
    private final double[] changes;

    ConsistencySums(SampledRows sample, List<SampledGroup> groups) {
        this.sample = sample;
        this.groups = List.copyOf(groups);
        this.sums = new double[groups.size()];
        this.changes = new double[sample.size() * groups.size()];
    }

    /** @param k neighbours of each row */
    List<Consistency.Figure> figures(int k) {
        Neighbourhood neighbourhood = new Neighbourhood(sample, k);
        for (int row = 0; row < sample.size(); row++) {
            neighbourhood.moveTo(row);
            add(row, neighbourhood);
        }
        List<Consistency.Figure> figures = new ArrayList<>();
        for (int group = 0; group < groups.size(); group++) {
            SampledGroup of = groups.get(group);
            figures.add(new Consistency.Figure(
                    of.attribute(),
                    of.name(),
                    of.rows(),
                    sums[group] / of.rows(),
                    Math.sqrt(variance(group)),
                    (double) of.rows() / k));
        }
        return figures;
    }

    private void add(int row, Neighbourhood neighbourhood) {
        double alike = neighbourhood.decidedAlike();
        for (int group = 0; group < groups.size(); group++) {
            sums[group] += groups.get(group).members()[row] ? alike : 0;
        }
        for (int place = 0; place < neighbourhood.size(); place++) {
            int other = neighbourhood.near(place);
            if (other == row) {
                change(row, other, -alike);
            } else if (neighbourhood.holds(other)) {
                change(row, other, neighbourhood.decidedAlikeWithout(other) - alike);
            }
        }
    }

    private void change(int row, int without, double by) {
        for (int group = 0; group < groups.size(); group++) {
            if (groups.get(group).members()[row]) {
                changes[without * groups.size() + group] += by;
            }
        }
    }

    /** Of the delete-one jackknife: a row that goes takes its own share along, and changes that of those whose neighbour it was. */
    private double variance(int group) {
        SampledGroup of = groups.get(group);
        int n = sample.size();
        double mean = 0;
        double squares = 0;
        for (int row = 0; row < n; row++) {
            int left = of.rows() - (of.members()[row] ? 1 : 0);
            double without = (sums[group] + changes[row * groups.size() + group]) / left;
            double off = without - mean;
            mean += off / (row + 1);
            squares += off * (without - mean);
        }
        return squares * (n - 1) / n;
    }
}
