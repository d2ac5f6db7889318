package io.lepton.privacy.recoding;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RecursiveTask;

/**
 * Cuts the combinations top-down into blocks small enough for {@link Agglomeration}. Mondrian (LeFevre et al., ICDE 2006) with another
 * choice of the cut: of all cuts of all attributes the one after which the two parts cost least, where Mondrian takes the median of the
 * widest attribute. In a large part the cut is chosen on every n-th combination, and tried on all.
 */
final class Blocks {
    private static final int SAMPLE = 4096;
    private static final int WORTH_A_THREAD = 4096;

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

    /**
     * Blocks that could each be published as one class, every combination in one of them; larger than asked for only where no cut leaves
     * two such parts.
     */
    List<int[]> cut(int[] all) {
        return new Cutting(all).invoke();
    }

    @SuppressWarnings("serial")
    private final class Cutting extends RecursiveTask<List<int[]>> {
        private final int[] all;

        Cutting(int[] all) {
            this.all = all;
        }

        @Override
        protected List<int[]> compute() {
            List<int[]> blocks = new ArrayList<>();
            Deque<int[]> open = new ArrayDeque<>();
            open.push(all);
            while (!open.isEmpty()) {
                int[] part = open.pop();
                Cut cut = part.length <= blockSize ? null : best(part);
                if (cut == null) {
                    blocks.add(part);
                    continue;
                }
                int[] left = Arrays.copyOfRange(cut.ordered, 0, cut.at);
                int[] right = Arrays.copyOfRange(cut.ordered, cut.at, part.length);
                if (Math.min(left.length, right.length) > WORTH_A_THREAD) {
                    Cutting other = new Cutting(right);
                    other.fork();
                    blocks.addAll(new Cutting(left).compute());
                    blocks.addAll(other.join());
                } else {
                    open.push(right);
                    open.push(left);
                }
            }
            return blocks;
        }
    }

    /** @param at how many of the ordered combinations are in the first part */
    record Cut(int attribute, int[] ordered, int at, double cost) {}

    /** The cheapest cut into two parts that could each be published; null if there is none. */
    Cut best(int[] part) {
        if (part.length > 2 * SAMPLE) {
            Cut sampled = bestOfSample(part);
            if (sampled != null) {
                return sampled;
            }
        }
        Groups whole = whole(part);
        // Slivers would make the recursion as deep as the table is long: only where nothing else can be had.
        for (int smallest : new int[] {part.length / 16, 1}) {
            Cut best = null;
            for (int a = 0; a < combinations.codes().length; a++) {
                if (whole.loss(0, a) > 0) {
                    Cut cut = cheapest(a, Ranked.of(part, combinations, a, whole), smallest, true);
                    if (cut != null && (best == null || cut.cost < best.cost)) {
                        best = cut;
                    }
                }
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private Groups whole(int[] part) {
        Groups whole = new Groups(combinations, 1);
        whole.copy(0, singles, part[0]);
        for (int combination : part) {
            whole.unite(0, singles, combination);
        }
        return whole;
    }

    private Cut bestOfSample(int[] part) {
        int[] sample = new int[SAMPLE];
        for (int i = 0; i < SAMPLE; i++) {
            sample[i] = part[(int) ((long) i * part.length / SAMPLE)];
        }
        Groups whole = whole(sample);
        Cut best = null;
        for (int a = 0; a < combinations.codes().length; a++) {
            if (whole.loss(0, a) > 0) {
                Cut cut = cheapest(a, Ranked.of(sample, combinations, a, whole), SAMPLE / 16, false);
                if (cut != null && (best == null || cut.cost < best.cost)) {
                    best = cut;
                }
            }
        }
        return best == null ? null : onAll(part, best);
    }

    /** By code + 1, whether combinations with it are in the first part; those that the part lacks are in the second. */
    boolean[] firstSide(Cut cut) {
        int[] codes = combinations.codes()[cut.attribute];
        boolean[] first =
                new boolean[combinations.attributes().get(cut.attribute).values() + 1];
        for (int i = 0; i < cut.at; i++) {
            first[codes[cut.ordered[i]] + 1] = true;
        }
        return first;
    }

    /** The cut that parts the sample, on the whole part: values that the sample lacks go to the second side. */
    private Cut onAll(int[] part, Cut cut) {
        int[] codes = combinations.codes()[cut.attribute];
        boolean[] first = firstSide(cut);
        Tallies sides = new Tallies(k, combinations, 2);
        int at = 0;
        for (int combination : part) {
            boolean left = first[codes[combination] + 1];
            sides.add(left ? 0 : 1, combination);
            at += left ? 1 : 0;
        }
        if (!sides.hold(0) || !sides.hold(1)) {
            return null;
        }
        int[] ordered = new int[part.length];
        int left = 0;
        int right = at;
        for (int combination : part) {
            if (first[codes[combination] + 1]) {
                ordered[left++] = combination;
            } else {
                ordered[right++] = combination;
            }
        }
        return new Cut(cut.attribute, ordered, at, cut.cost);
    }

    /** @param publishable whether both sides must be what can be published */
    private Cut cheapest(int attribute, Ranked ranked, int smallest, boolean publishable) {
        int[] ordered = ranked.ordered();
        int size = ordered.length;
        Groups sweep = new Groups(combinations, 1);
        Tallies sides = new Tallies(k, combinations, 2);
        for (int combination : ordered) {
            sides.add(1, combination);
        }
        double[] before = new double[size];
        sweep.copy(0, singles, ordered[0]);
        for (int i = 0; i < size; i++) {
            if (ranked.startsRank(i)) {
                boolean possible =
                        i >= smallest && size - i >= smallest && (!publishable || sides.hold(0) && sides.hold(1));
                before[i] = possible ? sides.rows(0) * sweep.loss(0) : Double.POSITIVE_INFINITY;
            }
            sweep.unite(0, singles, ordered[i]);
            sides.remove(1, ordered[i]);
            sides.add(0, ordered[i]);
        }
        Cut best = null;
        sweep.copy(0, singles, ordered[size - 1]);
        long rows = 0;
        for (int i = size - 1; i > 0; i--) {
            sweep.unite(0, singles, ordered[i]);
            rows += combinations.counts()[ordered[i]];
            if (ranked.startsRank(i) && before[i] < Double.POSITIVE_INFINITY) {
                double cost = before[i] + rows * sweep.loss(0);
                if (best == null || cost < best.cost) {
                    best = new Cut(attribute, ordered, i, cost);
                }
            }
        }
        return best;
    }
}
