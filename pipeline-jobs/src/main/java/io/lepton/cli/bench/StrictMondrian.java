package io.lepton.cli.bench;

import io.lepton.privacy.recoding.Attribute;
import io.lepton.privacy.recoding.Combinations;
import io.lepton.privacy.recoding.NumericAttribute;
import io.lepton.privacy.recoding.Recoding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Strict multidimensional Mondrian by the book (LeFevre, DeWitt and Ramakrishnan, ICDE 2006), the baseline of {@link AnonymizeBenchmark}:
 * again and again a part is split along its relatively widest attribute that allows it; numbers at the median, categories into the children
 * of the lowest node above them. A split is allowed where every side holds k rows. Equal rows stay together.
 */
final class StrictMondrian {
    private final int k;

    StrictMondrian(int k) {
        this.k = k;
    }

    Recoding recode(Combinations table) {
        int[] group = new int[table.size()];
        Deque<int[]> open = new ArrayDeque<>();
        open.push(IntStream.range(0, table.size()).toArray());
        while (!open.isEmpty()) {
            int[] part = open.pop();
            List<int[]> sides = split(table, part);
            if (sides.isEmpty()) {
                Arrays.stream(part).forEach(combination -> group[combination] = part[0]);
            } else {
                sides.forEach(open::push);
            }
        }
        return Recoding.of(table, group);
    }

    private List<int[]> split(Combinations table, int[] part) {
        int d = table.attributes().size();
        long[][] covered = new long[d][];
        double[] widths = new double[d];
        for (int a = 0; a < d; a++) {
            covered[a] = cover(table, part, a);
            widths[a] = table.attributes().get(a).loss(covered[a], 0);
        }
        return IntStream.range(0, d)
                .boxed()
                .filter(a -> widths[a] > 0)
                .sorted(Comparator.comparingDouble(a -> -widths[a]))
                .map(a -> table.attributes().get(a) instanceof NumericAttribute
                        ? atMedian(table, part, a)
                        : intoChildren(table, part, a, covered[a]))
                .filter(sides -> sides.size() > 1 && sides.stream().allMatch(side -> rows(table, side) >= k))
                .findFirst()
                .orElse(List.of());
    }

    private static long[] cover(Combinations table, int[] part, int a) {
        Attribute attribute = table.attributes().get(a);
        long[] state = new long[attribute.words()];
        long[] single = new long[attribute.words()];
        attribute.single(table.codes()[a][part[0]], state, 0);
        for (int combination : part) {
            attribute.single(table.codes()[a][combination], single, 0);
            attribute.unite(state, 0, single, 0);
        }
        return state;
    }

    private static long rows(Combinations table, int[] part) {
        return Arrays.stream(part).mapToLong(c -> table.counts()[c]).sum();
    }

    /** The median goes to the first side. */
    private static List<int[]> atMedian(Combinations table, int[] part, int a) {
        int[] codes = table.codes()[a];
        int[] ordered = Arrays.stream(part)
                .boxed()
                .sorted(Comparator.comparingInt(c -> codes[c]))
                .mapToInt(Integer::intValue)
                .toArray();
        long half = (rows(table, part) + 1) / 2;
        long rows = 0;
        int median = codes[ordered[ordered.length - 1]];
        for (int combination : ordered) {
            rows += table.counts()[combination];
            if (rows >= half) {
                median = codes[combination];
                break;
            }
        }
        int last = median;
        int[] low = Arrays.stream(part).filter(c -> codes[c] <= last).toArray();
        int[] high = Arrays.stream(part).filter(c -> codes[c] > last).toArray();
        return high.length == 0 ? List.of() : List.of(low, high);
    }

    private static List<int[]> intoChildren(Combinations table, int[] part, int a, long[] covered) {
        int[] codes = table.codes()[a];
        int[] present =
                Arrays.stream(part).map(c -> codes[c]).sorted().distinct().toArray();
        int[] ranks = table.attributes().get(a).ranks(covered, 0, present, new long[present.length]);
        List<int[]> sides = new ArrayList<>();
        for (int rank = 0; rank <= Arrays.stream(ranks).max().orElse(0); rank++) {
            int child = rank;
            sides.add(Arrays.stream(part)
                    .filter(c -> ranks[Arrays.binarySearch(present, codes[c])] == child)
                    .toArray());
        }
        return sides;
    }
}
