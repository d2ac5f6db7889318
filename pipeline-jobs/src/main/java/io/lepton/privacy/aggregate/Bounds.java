package io.lepton.privacy.aggregate;

import io.lepton.error.LeptonException;

/** What values are clamped to, so that it is known by how much one of them can change a result. */
public record Bounds(double lower, double upper) {
    /** @throws LeptonException configuration, unless they are two finite numbers, the lower one first */
    public Bounds {
        if (!(lower < upper) || !Double.isFinite(upper - lower)) {
            throw LeptonException.configuration("Cannot clamp values to the bounds " + lower + " and " + upper
                    + ": two finite numbers are needed, the lower one first.");
        }
    }

    /** Halfway between the two. */
    public double middle() {
        return lower + (upper - lower) / 2;
    }

    /** How far apart they are. */
    public double width() {
        return upper - lower;
    }
}
