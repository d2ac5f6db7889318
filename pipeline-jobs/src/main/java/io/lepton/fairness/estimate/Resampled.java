package io.lepton.fairness.estimate;

import java.util.Arrays;

/**
 * A figure with what it would have been in resampled data; its interval is the bias-corrected percentile interval (Efron 1987).
 *
 * @param draws ascending; none where the figure is undefined
 */
public record Resampled(double value, double[] draws) implements Estimate {
    public Resampled {
        draws = Arrays.stream(draws).filter(Double::isFinite).sorted().toArray();
    }

    @Override
    public double standardError() {
        double mean = Arrays.stream(draws).average().orElse(Double.NaN);
        double squares =
                Arrays.stream(draws).map(draw -> (draw - mean) * (draw - mean)).sum();
        return draws.length < 2 ? Double.NaN : Math.sqrt(squares / (draws.length - 1));
    }

    @Override
    public Interval interval(double confidence) {
        if (draws.length < 2 || Double.isNaN(value)) {
            return Interval.UNKNOWN;
        }
        double shift = 2 * Normal.quantile(shareBelow());
        double z = Normal.z(confidence);
        return new Interval(
                quantile(draws, Normal.cumulative(shift - z)), quantile(draws, Normal.cumulative(shift + z)));
    }

    /** Ties count half; never 0 or 1, whose quantiles are infinite. */
    private double shareBelow() {
        double below = 0;
        for (double draw : draws) {
            below += draw < value ? 1 : draw == value ? 0.5 : 0;
        }
        return (below + 0.5) / (draws.length + 1);
    }

    /** @param ascending at least one number */
    static double quantile(double[] ascending, double share) {
        double at = share * (ascending.length - 1);
        int low = (int) Math.floor(at);
        int high = Math.min(low + 1, ascending.length - 1);
        return ascending[low] + (at - low) * (ascending[high] - ascending[low]);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Resampled that && value == that.value && Arrays.equals(draws, that.draws);
    }

    @Override
    public int hashCode() {
        return 31 * Double.hashCode(value) + Arrays.hashCode(draws);
    }

    @Override
    public String toString() {
        return "Resampled[" + value + ", " + draws.length + " draws]";
    }
}
