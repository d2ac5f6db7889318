package io.lepton.privacy.criteria;

/**
 * Entropy l-diversity: the entropy of a class's sensitive values, −Σ p·ln p, is at least ln l.
 *
 * @param l 1 or more; need not be whole
 */
public record EntropyDiversity(double l) implements Criterion {
    private static final double ROUNDING = 1e-12;

    @Override
    public boolean holds(long[] counts, int from, int values, long rows) {
        // −Σ p·ln p = ln n − Σ c·ln c / n
        double sum = 0;
        for (int value = 0; value < values; value++) {
            long count = counts[from + value];
            if (count > 1) {
                sum += count * Math.log(count);
            }
        }
        return Math.log(rows) - sum / rows >= Math.log(l) - ROUNDING;
    }
}
