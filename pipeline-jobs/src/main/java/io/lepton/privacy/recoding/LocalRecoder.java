package io.lepton.privacy.recoding;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds classes of at least k rows that lose little: {@link Blocks} cuts the table top-down, {@link Agglomeration} groups the combinations
 * of each block bottom-up, {@link Refinement} moves single combinations to where they cost less, and {@link Suppression} leaves out
 * outliers that cost more than they tell. Combinations are never torn: rows that are equal stay equal.
 *
 * <p>The result depends on the histogram alone: not on the order of rows, nor on threads.
 */
public final class LocalRecoder {
    /** Measured on Adult, k = 5: larger blocks take time by the square and win little. */
    private static final int BLOCK_SIZE = 600;

    private final int k;
    private final long suppressionBudget;

    /**
     * @param k rows that a class must hold at least
     * @param suppressionBudget rows that may be left out
     */
    public LocalRecoder(int k, long suppressionBudget) {
        this.k = k;
        this.suppressionBudget = suppressionBudget;
    }

    /** @throws IllegalArgumentException if the table holds fewer than k rows */
    public Recoding recode(Combinations combinations) {
        if (combinations.rows() < k) {
            throw new IllegalArgumentException("fewer rows than k");
        }
        Groups singles = Groups.singles(combinations);
        int[] all = IntStream.range(0, combinations.size()).toArray();
        List<int[]> blocks = new Blocks(k, BLOCK_SIZE, combinations, singles).cut(all);
        int[] group = new int[combinations.size()];
        blocks.parallelStream().forEach(block -> {
            // A block that no cut could divide holds hardly more than k rows: there is one class in it.
            boolean single = block.length > 8 * BLOCK_SIZE;
            int[] roots = single ? new int[block.length] : new Agglomeration(k, combinations, singles).group(block);
            if (!single) {
                new Refinement(k, combinations, singles).improve(block, roots);
            }
            for (int i = 0; i < block.length; i++) {
                group[block[i]] = block[roots[i]];
            }
        });
        new Suppression(k, combinations, singles).apply(group, suppressionBudget);
        return result(combinations, singles, group);
    }

    private Recoding result(Combinations combinations, Groups singles, int[] group) {
        int[] numbers = new int[group.length];
        Arrays.fill(numbers, -1);
        int classes = 0;
        int[] classOf = new int[group.length];
        for (int i = 0; i < group.length; i++) {
            if (group[i] == Recoding.SUPPRESSED) {
                classOf[i] = Recoding.SUPPRESSED;
                continue;
            }
            if (numbers[group[i]] < 0) {
                numbers[group[i]] = classes++;
            }
            classOf[i] = numbers[group[i]];
        }
        Groups united = new Groups(combinations, classes);
        long[] rows = new long[classes];
        long suppressed = 0;
        for (int i = 0; i < classOf.length; i++) {
            if (classOf[i] < 0) {
                suppressed += combinations.counts()[i];
                continue;
            }
            if (rows[classOf[i]] == 0) {
                united.copy(classOf[i], singles, i);
            } else {
                united.unite(classOf[i], singles, i);
            }
            rows[classOf[i]] += combinations.counts()[i];
        }
        double[] loss = new double[combinations.attributes().size()];
        for (int a = 0; a < loss.length; a++) {
            double sum = suppressed;
            for (int c = 0; c < classes; c++) {
                sum += rows[c] * united.loss(c, a);
            }
            loss[a] = sum / combinations.rows();
        }
        return new Recoding(classOf, classes, suppressed, loss);
    }
}
