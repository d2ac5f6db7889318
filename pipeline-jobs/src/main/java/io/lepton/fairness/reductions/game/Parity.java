package io.lepton.fairness.reductions.game;

import io.lepton.error.LeptonException;
import io.lepton.fairness.reductions.game.Constraints.Functional;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Rates of a classifier of labels 0 and 1 that are to be alike in all groups, and the error rate as objective. With u the decision (or,
 * for {@link #ERROR_RATE}, whether it is wrong), e an event of the labels, g a group and r the ratio: γ₊ = r E[u | e, g] − E[u | e], γ₋ =
 * r E[u | e] − E[u | e, g], both at most the bound (Agarwal et al., 2018, section 2.2; ratios as Fairlearn defines them).
 */
public enum Parity {
    /** Selection rates, whatever the label. */
    DEMOGRAPHIC(label -> 0, false),
    /** True and false positive rates (Hardt, Price and Srebro, 2016). */
    EQUALIZED_ODDS(label -> label, false),
    /** True positive rates, that is equal opportunity. */
    TRUE_POSITIVE_RATE(label -> label - 1, false),
    /** False positive rates. */
    FALSE_POSITIVE_RATE(label -> -label, false),
    /** Error rates. */
    ERROR_RATE(label -> 0, true);

    private static final int EVENTS = 2;

    private final IntUnaryOperator event;
    private final boolean ofErrors;

    /** @param event of a label; below 0: none */
    Parity(IntUnaryOperator event, boolean ofErrors) {
        this.event = event;
        this.ofErrors = ofErrors;
    }

    /**
     * The constraints for rows of these cells; groups in which an event never happens have none for it.
     *
     * @param cells of two labels
     * @param bound largest allowed violation, 0 or more
     * @param ratio r, above 0 and at most 1; 1 bounds differences
     * @throws LeptonException (data) where there is nothing to compare
     */
    public Constraints constraints(Cells cells, double bound, double ratio) {
        List<String> names = new ArrayList<>();
        List<Functional> upper = new ArrayList<>();
        List<Functional> lower = new ArrayList<>();
        boolean compares = false;
        for (int e = 0; e < EVENTS; e++) {
            int before = names.size();
            Functional overall = mean(cells, e, -1);
            for (int g = 0; g < cells.groups().size(); g++) {
                if (share(cells, e, g) > 0) {
                    Functional ofGroup = mean(cells, e, g);
                    names.add((ofErrors || this == DEMOGRAPHIC ? "" : "event " + e + ", ")
                            + cells.groups().get(g));
                    upper.add(combined(ratio, ofGroup, -1, overall));
                    lower.add(combined(ratio, overall, -1, ofGroup));
                }
            }
            compares |= names.size() - before > 1;
        }
        if (!compares) {
            throw LeptonException.data(
                    "Cannot make rates alike in all groups: the rows are of "
                            + cells.groups().size() + " group(s), " + cells.groups()
                            + ", and fewer than two of them have rows that the rate is about. Check the group column and the label.");
        }
        List<String> signed = new ArrayList<>();
        names.forEach(name -> signed.add(name + ", above"));
        names.forEach(name -> signed.add(name + ", below"));
        List<Functional> violations = new ArrayList<>(upper);
        violations.addAll(lower);
        return new Constraints(signed, error(cells), violations, Collections.nCopies(signed.size(), bound), true);
    }

    private double share(Cells cells, int e, int group) {
        double share = 0;
        for (int c = 0; c < cells.size(); c++) {
            share += within(cells, c, e, group) ? cells.share(c) : 0;
        }
        return share;
    }

    private boolean within(Cells cells, int cell, int e, int group) {
        return event.applyAsInt(cells.label(cell)) == e && (group < 0 || cells.group(cell) == group);
    }

    /** E[u | e, g]; of all groups where the group is below 0. */
    private Functional mean(Cells cells, int e, int group) {
        double share = share(cells, e, group);
        double[] coefficients = new double[cells.size()];
        double constant = 0;
        for (int c = 0; c < cells.size(); c++) {
            if (within(cells, c, e, group)) {
                boolean wrongIfNotSelected = ofErrors && cells.label(c) == 1;
                coefficients[c] = (wrongIfNotSelected ? -1 : 1) / share;
                constant += wrongIfNotSelected ? cells.share(c) / share : 0;
            }
        }
        return new Functional(coefficients, constant);
    }

    private static Functional error(Cells cells) {
        double[] coefficients = new double[cells.size()];
        double constant = 0;
        for (int c = 0; c < cells.size(); c++) {
            coefficients[c] = cells.label(c) == 1 ? -1 : 1;
            constant += cells.label(c) == 1 ? cells.share(c) : 0;
        }
        return new Functional(coefficients, constant);
    }

    private static Functional combined(double a, Functional first, double b, Functional second) {
        double[] coefficients = new double[first.coefficients().length];
        for (int c = 0; c < coefficients.length; c++) {
            coefficients[c] = a * first.coefficients()[c] + b * second.coefficients()[c];
        }
        return new Functional(coefficients, a * first.constant() + b * second.constant());
    }
}
