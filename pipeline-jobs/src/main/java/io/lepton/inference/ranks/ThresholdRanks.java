package io.lepton.inference.ranks;

import io.lepton.inference.FeatureBlock;
import java.io.Serial;
import java.util.Arrays;

/**
 * How many of a feature's thresholds are at or below a value. A value is at or above the i-th threshold (from 0) where its rank is more
 * than i. A missing value has a rank that makes it go where the forks send it.
 *
 * <p>Buckets of equal width say between which thresholds to look; few or none are left to compare, the same number for every value, and
 * without a branch.
 */
final class ThresholdRanks implements Ranking {
    @Serial
    private static final long serialVersionUID = 1L;

    /** 8 KB: of one feature at a time, that fits the first-level cache. */
    private static final int MOST_BUCKETS = 4096;

    private final int feature;
    private final int rankOfMissing;
    /** Ascending; followed by as many infinities as the last search may look at. */
    private final double[] thresholds;

    private final int size;
    private final double lowest;
    private final double bucketsPerUnit;
    /** Thresholds in the buckets before each. */
    private final char[] before;
    /** A power of two, the first stride of the search within a bucket. */
    private final int stride;

    /** @param thresholds ascending */
    ThresholdRanks(int feature, int rankOfMissing, double[] thresholds) {
        this.feature = feature;
        this.rankOfMissing = rankOfMissing;
        this.size = thresholds.length;
        this.lowest = firstFinite(thresholds);
        double width = lastFinite(thresholds) - lowest;
        char[] fewest = new char[0];
        int fullest = Integer.MAX_VALUE;
        double scale = 0;
        for (int buckets = 1; buckets <= MOST_BUCKETS && fullest > 1; buckets *= 2) {
            double perUnit = perUnit(buckets, width);
            char[] counted = new char[buckets];
            int most = count(thresholds, lowest, perUnit, counted);
            // A longer table costs cache: it must halve the search.
            if (Integer.highestOneBit(most) < Integer.highestOneBit(fullest)) {
                fewest = counted;
                fullest = most;
                scale = perUnit;
            }
        }
        this.before = fewest;
        this.bucketsPerUnit = scale;
        this.stride = Math.max(1, Integer.highestOneBit(fullest));
        this.thresholds = Arrays.copyOf(thresholds, size + 2 * stride);
        Arrays.fill(this.thresholds, size, this.thresholds.length, Double.POSITIVE_INFINITY);
    }

    /** 0, all thresholds in one bucket, where they are too close or too far apart to divide. */
    private static double perUnit(int buckets, double width) {
        double perUnit = (buckets - 1) / width;
        return Double.isFinite(perUnit) ? perUnit : 0;
    }

    private static double firstFinite(double[] thresholds) {
        return Arrays.stream(thresholds).filter(Double::isFinite).findFirst().orElse(0);
    }

    private static double lastFinite(double[] thresholds) {
        return Arrays.stream(thresholds)
                .filter(Double::isFinite)
                .reduce((first, second) -> second)
                .orElse(0);
    }

    /** Fills {@code before} and tells how many thresholds the fullest bucket has. */
    private static int count(double[] thresholds, double lowest, double perUnit, char[] before) {
        int[] counts = new int[before.length];
        for (double threshold : thresholds) {
            counts[bucket(threshold, lowest, perUnit, before.length - 1)]++;
        }
        int sum = 0;
        for (int bucket = 0; bucket < before.length; bucket++) {
            before[bucket] = (char) sum;
            sum += counts[bucket];
        }
        return Arrays.stream(counts).max().orElseThrow();
    }

    /** Never falls as the value rises, whatever is rounded: only thresholds in the same bucket need to be compared. */
    private static int bucket(double value, double lowest, double perUnit, int last) {
        return Math.max(0, Math.min(last, (int) ((value - lowest) * perUnit)));
    }

    @Override
    public void rank(FeatureBlock block, char[] ranks, int to) {
        double[] values = block.values();
        int from = feature * FeatureBlock.ROWS;
        int rows = block.rows();
        boolean numbers =
                stride == 1 ? beginAndEnd(values, from, rows, ranks, to) : begin(values, from, rows, ranks, to);
        for (int step = stride >> 1; step > 0; step >>= 1) {
            search(values, from, rows, ranks, to, step);
        }
        for (int row = 0; !numbers && row < rows; row++) {
            double value = values[from + row];
            if (!(Math.abs(value) <= Double.MAX_VALUE)) {
                ranks[to + row] = (char) rankOfNoNumber(value);
            }
        }
    }

    /**
     * The bucket and the only step of the search, as with most features: a quarter less time than {@link #begin}.
     *
     * @return whether all are numbers, none missing or infinite
     */
    private boolean beginAndEnd(double[] values, int from, int rows, char[] ranks, int to) {
        int last = before.length - 1;
        // Zero times a number is zero, times anything else it is not.
        double left = 0;
        for (int row = 0; row < rows; row++) {
            double value = values[from + row];
            left += 0 * value;
            int rank = before[bucket(value, lowest, bucketsPerUnit, last)];
            ranks[to + row] = (char) (rank + 1 + below(value, rank));
        }
        return left == 0;
    }

    /**
     * The first step of the search, in the same pass as the bucket.
     *
     * @return whether all are numbers, none missing or infinite
     */
    private boolean begin(double[] values, int from, int rows, char[] ranks, int to) {
        int last = before.length - 1;
        int step = stride;
        double left = 0;
        for (int row = 0; row < rows; row++) {
            double value = values[from + row];
            left += 0 * value;
            int rank = before[bucket(value, lowest, bucketsPerUnit, last)];
            ranks[to + row] = (char) (rank + (step & ~below(value, rank + step - 1)));
        }
        return left == 0;
    }

    private void search(double[] values, int from, int rows, char[] ranks, int to, int step) {
        for (int row = 0; row < rows; row++) {
            int rank = ranks[to + row];
            ranks[to + row] = (char) (rank + (step & ~below(values[from + row], rank + step - 1)));
        }
    }

    /** All ones where the value is below the threshold: by the sign of a difference, which is never rounded to zero. */
    private int below(double value, int threshold) {
        return (int) (Double.doubleToRawLongBits(value - thresholds[threshold]) >> 63);
    }

    private int rankOfNoNumber(double value) {
        if (Double.isNaN(value)) {
            return rankOfMissing;
        }
        int rank = 0;
        while (rank < size && value >= thresholds[rank]) {
            rank++;
        }
        return rank;
    }

    @Override
    public int size() {
        return size + 1;
    }

    @Override
    public int tests() {
        return size;
    }

    @Override
    public void answer(char[] ranks, int from, long[] words, int first, long[] scratch) {
        RowBits.scatter(ranks, from, size + 1, scratch);
        long word0 = 0;
        long word1 = 0;
        long word2 = 0;
        long word3 = 0;
        for (int test = size - 1; test >= 0; test--) {
            int at = (test + 1) * RowBits.WORDS;
            int to = first + test * RowBits.WORDS;
            word0 |= scratch[at];
            word1 |= scratch[at + 1];
            word2 |= scratch[at + 2];
            word3 |= scratch[at + 3];
            words[to] = word0;
            words[to + 1] = word1;
            words[to + 2] = word2;
            words[to + 3] = word3;
        }
    }
}
