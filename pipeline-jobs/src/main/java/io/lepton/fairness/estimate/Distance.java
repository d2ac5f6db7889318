package io.lepton.fairness.estimate;

import java.util.Arrays;

/**
 * A distance of what was measured: never below 0, and by chance above 0 where there is none.
 *
 * <p>Resampling puts as much chance on top of it once more, so that percentiles of draws never hold a true value near 0. Where the distance is not
 * well beyond what chance alone makes, its interval therefore reaches to either side as far as samples move from the counts: by the
 * triangle inequality the truth is no farther, whatever it is. Beyond, where a distance is smooth, the interval is the normal one, corrected for
 * the bias that the draws show (Efron and Tibshirani 1993, section 10).
 *
 * @param bias mean of the draws less the value
 * @param standardError of the draws
 * @param moves how far each sample moved from the counts, ascending; none where the distance is undefined
 */
public record Distance(double value, double bias, double standardError, double[] moves) implements Estimate {
    /** Beyond this many times what chance makes, a distance counts as smooth. */
    private static final double WELL_BEYOND = 1.5;

    static Distance of(double value, double[] draws, double[] moves) {
        double[] known = Arrays.stream(moves).filter(Double::isFinite).sorted().toArray();
        Resampled resampled = new Resampled(value, draws);
        double mean = Arrays.stream(resampled.draws()).average().orElse(Double.NaN);
        return new Distance(value, mean - value, resampled.standardError(), known);
    }

    @Override
    public Interval interval(double confidence) {
        if (moves.length < 2 || Double.isNaN(value) || Double.isNaN(standardError)) {
            return Interval.UNKNOWN;
        }
        double chance = Resampled.quantile(moves, (1 + confidence) / 2);
        boolean smooth = value > WELL_BEYOND * chance;
        double center = smooth ? value - bias : value;
        double reach = smooth ? Normal.z(confidence) * standardError : chance;
        return new Interval(Math.max(0, Math.min(value, center - reach)), Math.max(value, center + reach));
    }

    /** The distance itself, where the draws are of an approximation of it. */
    public Distance around(double exact) {
        return new Distance(exact, bias, standardError, moves);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Distance that
                && value == that.value
                && bias == that.bias
                && standardError == that.standardError
                && Arrays.equals(moves, that.moves);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(value) + Arrays.hashCode(moves);
    }

    @Override
    public String toString() {
        return "Distance[" + value + ", " + moves.length + " draws]";
    }
}
