package io.lepton.fairness.reductions.game;

import io.lepton.fairness.reductions.game.Constraints.Functional;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * A loss that is bounded in every group, and the mean loss of all as objective: γ_g = E[loss | group g] ≤ bound (Agarwal, Dudik and Wu,
 * 2019, "Fair Regression: Quantitative Definitions and Reduction-Based Algorithms").
 */
public enum GroupLoss {
    SQUARE,
    ABSOLUTE;

    /** @param cells of one label; those without weight have no loss to bound */
    public Constraints constraints(Cells cells, double bound) {
        double[] all = new double[cells.size()];
        Arrays.fill(all, 1);
        List<Functional> losses = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int g = 0; g < cells.size(); g++) {
            if (cells.share(g) > 0) {
                double[] coefficients = new double[cells.size()];
                coefficients[g] = 1 / cells.share(g);
                losses.add(new Functional(coefficients, 0));
                names.add(cells.groups().get(g));
            }
        }
        return new Constraints(names, new Functional(all, 0), losses, Collections.nCopies(losses.size(), bound), false);
    }
}
