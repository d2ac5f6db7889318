package io.lepton.privacy.recoding;

/**
 * Which combinations are published alike.
 *
 * @param classOf the class of every combination, from 0; {@link #SUPPRESSED} for those left out
 * @param classes how many classes there are
 * @param rowsSuppressed rows of the combinations left out
 * @param lossByAttribute normalized certainty penalty of each attribute, 0 to 1, averaged over all rows; a row left out counts as 1
 */
public record Recoding(int[] classOf, int classes, long rowsSuppressed, double[] lossByAttribute) {
    public static final int SUPPRESSED = -1;
}
