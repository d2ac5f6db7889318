package io.lepton.fairness.data;

/**
 * How well all other columns together tell a protected attribute: by a logistic regression on their values and ranges, fitted to one half
 * of the rows and measured on the other.
 *
 * @param features how many columns were used
 * @param auc mean over groups by their size of the held-out AUC, one group against the rest: 0.5 is guessing, 1 is certain
 * @param accuracy share of held-out rows whose group is guessed right
 * @param baseAccuracy share of the largest group: what guessing it always gets right
 * @param trainingRows that it was fitted to
 * @param heldOutRows that it was measured on
 */
public record Predictability(
        String attribute,
        int features,
        double auc,
        double accuracy,
        double baseAccuracy,
        long trainingRows,
        long heldOutRows) {}
