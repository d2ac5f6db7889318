package io.lepton.fairness.resampling;

/** Sums of shares, up to each. */
final class CumulativeShares {
    private CumulativeShares() {}

    /** @param weights not negative, some positive */
    static double[] of(double... weights) {
        double[] sums = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            sums[i] = sum;
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= sum;
        }
        return sums;
    }

    /** The first place whose sum is above a number between 0 and 1; the last one where rounding leaves none. */
    static int place(double[] sums, double number) {
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] > number) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Whole numbers near to those given, whose sums are rounded once, not each: so little weights as never round to 1 are not lost. */
    static long[] rounded(double... weights) {
        long[] whole = new long[weights.length];
        double sum = 0;
        long given = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            whole[i] = Math.round(sum) - given;
            given += whole[i];
        }
        return whole;
    }
}
