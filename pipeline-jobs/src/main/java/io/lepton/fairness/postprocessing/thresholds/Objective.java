package io.lepton.fairness.postprocessing.thresholds;

import java.util.Arrays;
import java.util.Locale;

/**
 * What shall be as large as the constraint allows, over all groups together. Each is a sum over groups of what
 * {@link #of(Outcome, double, double)} gives.
 */
public enum Objective {
    /** (TP + TN) / n. */
    ACCURACY,
    /** (TP / P + TN / N) / 2. */
    BALANCED_ACCURACY,
    /** (TP + FP) / n. */
    SELECTION_RATE,
    /** TP / P. */
    TRUE_POSITIVE_RATE,
    /** TN / N. */
    TRUE_NEGATIVE_RATE;

    /** By its name in small letters. */
    public static Objective of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    public static String[] names() {
        return Arrays.stream(values())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toArray(String[]::new);
    }

    /**
     * One group's share.
     *
     * @param allNegatives of all groups, as the positives
     */
    double of(Outcome outcome, double allNegatives, double allPositives) {
        double trueNegatives = outcome.negatives() - outcome.falsePositives();
        double all = allNegatives + allPositives;
        return switch (this) {
            case ACCURACY -> (outcome.truePositives() + trueNegatives) / all;
            case BALANCED_ACCURACY -> (outcome.truePositives() / allPositives + trueNegatives / allNegatives) / 2;
            case SELECTION_RATE -> (outcome.truePositives() + outcome.falsePositives()) / all;
            case TRUE_POSITIVE_RATE -> outcome.truePositives() / allPositives;
            case TRUE_NEGATIVE_RATE -> trueNegatives / allNegatives;
        };
    }

    /** Whether it is no ratio without rows of this label. */
    boolean needsPositives() {
        return this == BALANCED_ACCURACY || this == TRUE_POSITIVE_RATE;
    }

    boolean needsNegatives() {
        return this == BALANCED_ACCURACY || this == TRUE_NEGATIVE_RATE;
    }
}
