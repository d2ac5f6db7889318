package io.lepton.fairness.slices;

import io.lepton.error.LeptonException;

/**
 * How to search.
 *
 * @param conditions at most so many in a slice, 1 to 3
 * @param top how many slices to report at most
 * @param minimumSize rows of the smallest slice
 * @param privacyThreshold rows below which nothing is told of a slice, whatever {@code minimumSize} says
 * @param bins ranges of a number column
 * @param values of a text column that get a code of their own
 * @param sizeWeight how much a slice's size counts against its loss, 0 (only size) to 1 (only loss): SliceLine's α
 * @param minimumEffect smallest effect size to report, in standard deviations
 * @param level bound of the error rates; 1 reports slices untested
 * @param correction how p-values are corrected
 */
public record SliceSettings(
        int conditions,
        int top,
        int minimumSize,
        int privacyThreshold,
        int bins,
        int values,
        double sizeWeight,
        double minimumEffect,
        double level,
        Correction correction) {

    /** Holm bounds the chance of any false discovery, Benjamini and Hochberg the share of false ones among all. */
    public enum Correction {
        HOLM,
        BENJAMINI_HOCHBERG
    }

    public SliceSettings {
        if (conditions < 1 || conditions > 3) {
            throw refused("conditions", conditions, "1, 2 or 3");
        }
        if (top < 1 || minimumSize < 2 || privacyThreshold < 0) {
            throw LeptonException.configuration(
                    "Cannot search slices: top is %d, minimum size %d and privacy threshold %d. Give at least 1, 2 and 0."
                            .formatted(top, minimumSize, privacyThreshold));
        }
        if (bins < 1 || bins > 100) {
            throw refused("bins", bins, "1 to 100");
        }
        if (values < 1 || values > 100) {
            throw refused("values", values, "1 to 100");
        }
        if (!(sizeWeight > 0 && sizeWeight <= 1)) {
            throw refused("size weight", sizeWeight, "above 0, at most 1");
        }
        if (!(minimumEffect >= 0 && level > 0 && level <= 1)) {
            throw LeptonException.configuration(
                    "Cannot search slices: minimum effect is %s and level %s. Give an effect of at least 0 and a level above 0, at most 1."
                            .formatted(minimumEffect, level));
        }
    }

    /**
     * The ten worst slices of at most two conditions and at least 100 rows, an effect of 0.1 deviations and more, with
     * a false discovery rate of 5 %.
     */
    public static SliceSettings standard() {
        return new SliceSettings(2, 10, 100, 10, 10, 20, .99, .1, .05, Correction.BENJAMINI_HOCHBERG);
    }

    /** With slices of at most so many conditions. */
    public SliceSettings withConditions(int most) {
        return new SliceSettings(
                most, top, minimumSize, privacyThreshold, bins, values, sizeWeight, minimumEffect, level, correction);
    }

    /** With slices of at least so many rows. */
    public SliceSettings withMinimumSize(int rows) {
        return new SliceSettings(
                conditions, top, rows, privacyThreshold, bins, values, sizeWeight, minimumEffect, level, correction);
    }

    /** With slices of at least so many rows, whatever else is asked. */
    public SliceSettings withPrivacyThreshold(int rows) {
        return new SliceSettings(
                conditions, top, minimumSize, rows, bins, values, sizeWeight, minimumEffect, level, correction);
    }

    /** With at most so many slices in the report. */
    public SliceSettings withTop(int slices) {
        return new SliceSettings(
                conditions,
                slices,
                minimumSize,
                privacyThreshold,
                bins,
                values,
                sizeWeight,
                minimumEffect,
                level,
                correction);
    }

    /** With another bound of errors. */
    public SliceSettings with(Correction method, double errorLevel) {
        return new SliceSettings(
                conditions,
                top,
                minimumSize,
                privacyThreshold,
                bins,
                values,
                sizeWeight,
                minimumEffect,
                errorLevel,
                method);
    }

    /** With effects of at least so many standard deviations. */
    public SliceSettings withMinimumEffect(double deviations) {
        return new SliceSettings(
                conditions,
                top,
                minimumSize,
                privacyThreshold,
                bins,
                values,
                sizeWeight,
                deviations,
                level,
                correction);
    }

    int smallest() {
        return Math.max(minimumSize, privacyThreshold);
    }

    private static LeptonException refused(String name, Object value, String range) {
        return LeptonException.configuration("Cannot search slices: %s is %s. Give %s.".formatted(name, value, range));
    }
}
