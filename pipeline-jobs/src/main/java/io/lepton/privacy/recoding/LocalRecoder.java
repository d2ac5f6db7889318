package io.lepton.privacy.recoding;

import io.lepton.privacy.criteria.Criterion;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds classes that may be published and lose little: {@link Blocks} cuts the table top-down, {@link Agglomeration} groups the
 * combinations of each block bottom-up, {@link Refinement} moves single combinations to where they cost less, and {@link Suppression}
 * leaves out outliers that cost more than they tell. Combinations are never torn: rows that are equal stay equal.
 *
 * <p>The result depends on the histogram alone: not on the order of rows, nor on threads.
 */
public final class LocalRecoder {
    /** Measured on Adult, k = 5: larger blocks take time by the square and win little. */
    private static final int LARGEST_BLOCK = 600;

    private static final int SMALLEST_BLOCK = 64;

    /** Pairs that are compared at most; blocks are smaller where there are many combinations. */
    private static final double PAIRS = 1e8;

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

    /** Whether the table as a whole, as one class, is what may be published; if not, no recoding is. */
    public boolean canRecode(Combinations combinations) {
        return whole(comparedWithThemselves(combinations, whole(combinations))).hold(0);
    }

    private Tallies whole(Combinations combinations) {
        Tallies whole = new Tallies(k, combinations, 1);
        for (int combination = 0; combination < combinations.size(); combination++) {
            whole.add(0, combination);
        }
        return whole;
    }

    /** @throws IllegalArgumentException if the whole table, as one class, does not hold */
    public Recoding recode(Combinations table) {
        Combinations compared = comparedWithThemselves(table, whole(table));
        int[] group = group(compared);
        Groups singles = Groups.singles(compared);
        return Recoding.of(compared, singles, repaired(compared, singles, suppressed(compared, singles, group)));
    }

    /**
     * Recodes a part of a table whose criteria compare with all of the table already.
     *
     * @throws IllegalArgumentException if the part, as one class, does not hold
     */
    public Recoding recodePart(Combinations part) {
        Groups singles = Groups.singles(part);
        return Recoding.of(part, singles, suppressed(part, singles, group(part)));
    }

    private int[] group(Combinations combinations) {
        if (!whole(combinations).hold(0)) {
            throw new IllegalArgumentException("the table does not hold as a whole");
        }
        Groups singles = Groups.singles(combinations);
        int[] all = IntStream.range(0, combinations.size()).toArray();
        List<int[]> blocks = new Blocks(k, blockSize(combinations.size()), combinations, singles).cut(all);
        int[] group = new int[combinations.size()];
        blocks.parallelStream().forEach(block -> {
            // A block that no cut could divide holds hardly more than it must: there is one class in it.
            boolean single = block.length > 8 * LARGEST_BLOCK;
            int[] roots = single ? new int[block.length] : new Agglomeration(k, combinations, singles).group(block);
            if (!single) {
                Division division = new Division(k, combinations, singles);
                division.divide(block, roots);
                new Refinement(k, combinations, singles).improve(block, roots);
                division.divide(block, roots);
            }
            for (int i = 0; i < block.length; i++) {
                group[block[i]] = block[roots[i]];
            }
        });
        return group;
    }

    private static int blockSize(int combinations) {
        return (int) Math.max(SMALLEST_BLOCK, Math.min(LARGEST_BLOCK, PAIRS / combinations));
    }

    private int[] suppressed(Combinations combinations, Groups singles, int[] group) {
        new Suppression(k, combinations, singles).apply(group, suppressionBudget);
        return group;
    }

    private int[] repaired(Combinations combinations, Groups singles, int[] group) {
        if (combinations.sensitive().isEmpty()) {
            return group;
        }
        Tallies published = new Tallies(k, combinations, 1);
        for (int i = 0; i < group.length; i++) {
            if (group[i] != Recoding.SUPPRESSED) {
                published.add(0, i);
            }
        }
        new Repair(k, comparedWithThemselves(combinations, published), singles).apply(group);
        return group;
    }

    /** The same, with criteria that compare classes with these rows. */
    private static Combinations comparedWithThemselves(Combinations combinations, Tallies rows) {
        List<Sensitive> sensitive = IntStream.range(0, combinations.sensitive().size())
                .mapToObj(s -> {
                    Sensitive column = combinations.sensitive().get(s);
                    long[] table = rows.values(0, s);
                    return column.with(column.criteria().stream()
                            .<Criterion>map(criterion -> criterion.comparedWith(table))
                            .toList());
                })
                .toList();
        return combinations.with(sensitive);
    }
}
