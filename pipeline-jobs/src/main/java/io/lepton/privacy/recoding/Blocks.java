package io.lepton.privacy.recoding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Cuts the combinations top-down into blocks small enough for {@link Agglomeration}. Mondrian (LeFevre et al., ICDE 2006) with another
 * choice of the cut: of all cuts of all attributes the one after which the two parts cost least, where Mondrian takes the median of the
 * widest attribute.
 */
final class Blocks {
    private final int k;
    private final int blockSize;
    private final Combinations combinations;
    private final Groups singles;

    Blocks(int k, int blockSize, Combinations combinations, Groups singles) {
        this.k = k;
        this.blockSize = blockSize;
        this.combinations = combinations;
        this.singles = singles;
    }

    /** Blocks of at least k rows each, every combination in one of them; larger than asked for only where no cut leaves k rows on both sides. */
    List<int[]> cut(int[] all) {
        List<int[]> blocks = new ArrayList<>();
        Deque<int[]> open = new ArrayDeque<>();
        open.push(all);
        while (!open.isEmpty()) {
            int[] part = open.pop();
            Cut cut = part.length <= blockSize ? null : best(part);
            if (cut == null) {
                blocks.add(part);
            } else {
                open.push(Arrays.copyOfRange(cut.ordered, cut.at, part.length));
                open.push(Arrays.copyOfRange(cut.ordered, 0, cut.at));
            }
        }
        return blocks;
    }

    private record Cut(int[] ordered, int at, double cost) {}

    private Cut best(int[] part) {
        Groups whole = new Groups(combinations, 2);
        whole.copy(0, singles, part[0]);
        for (int combination : part) {
            whole.unite(0, singles, combination);
        }
        Cut best = null;
        // Slivers would make the recursion as deep as the table is long; they are taken only where nothing else can be
        // had.
        for (int smallest : new int[] {part.length / 16, 1}) {
            for (int a = 0; a < combinations.codes().length; a++) {
                Cut cut = best(part, a, whole, smallest);
                if (cut != null && (best == null || cut.cost < best.cost)) {
                    best = cut;
                }
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private Cut best(int[] part, int attribute, Groups whole, int smallest) {
        int[] codes = combinations.codes()[attribute];
        int values = combinations.attributes().get(attribute).values();
        long[] weights = new long[values];
        for (int combination : part) {
            if (codes[combination] >= 0) {
                weights[codes[combination]] += combinations.counts()[combination];
            }
        }
        int[] ranks = whole.ranks(0, attribute, weights);
        int[] ends = new int[values + 2];
        for (int combination : part) {
            ends[rank(ranks, codes[combination]) + 1]++;
        }
        for (int rank = 0; rank <= values; rank++) {
            ends[rank + 1] += ends[rank];
        }
        int[] ordered = new int[part.length];
        int[] next = ends.clone();
        for (int combination : part) {
            ordered[next[rank(ranks, codes[combination])]++] = combination;
        }
        return cheapest(ordered, ranks, codes, smallest);
    }

    private static int rank(int[] ranks, int code) {
        return code == Attribute.MISSING ? ranks.length : ranks[code];
    }

    private Cut cheapest(int[] ordered, int[] ranks, int[] codes, int smallest) {
        int size = ordered.length;
        Groups sweep = new Groups(combinations, 1);
        double[] before = new double[size];
        long[] rowsBefore = new long[size];
        long rows = 0;
        sweep.copy(0, singles, ordered[0]);
        for (int i = 0; i < size; i++) {
            if (boundary(ordered, ranks, codes, i)) {
                before[i] = rows * sweep.loss(0);
                rowsBefore[i] = rows;
            }
            sweep.unite(0, singles, ordered[i]);
            rows += combinations.counts()[ordered[i]];
        }
        long total = rows;
        Cut best = null;
        sweep.copy(0, singles, ordered[size - 1]);
        rows = 0;
        for (int i = size - 1; i > 0; i--) {
            sweep.unite(0, singles, ordered[i]);
            rows += combinations.counts()[ordered[i]];
            if (boundary(ordered, ranks, codes, i)
                    && i >= smallest
                    && size - i >= smallest
                    && rows >= k
                    && total - rows >= k) {
                double cost = before[i] + rows * sweep.loss(0);
                if (best == null || cost < best.cost) {
                    best = new Cut(ordered, i, cost);
                }
            }
        }
        return best;
    }

    private static boolean boundary(int[] ordered, int[] ranks, int[] codes, int i) {
        return i > 0 && rank(ranks, codes[ordered[i]]) != rank(ranks, codes[ordered[i - 1]]);
    }
}
