package io.lepton.privacy.recoding;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Cuts a table into regions by rules that any combination can be asked, found on a sample of its combinations. A region is a leaf, numbered
 * from the left.
 */
public final class CutTree implements Serializable {
    private static final long serialVersionUID = 1;

    /** A leaf has no attribute. */
    private record Node(int attribute, boolean[] first, int low, int high, int region) implements Serializable {}

    private final List<Node> nodes;
    private final int regions;

    private CutTree(List<Node> nodes, int regions) {
        this.nodes = nodes;
        this.regions = regions;
    }

    /**
     * @param k rows of the sample that a region holds at least
     * @param combinations of the sample that a region holds at most, where they can be cut
     */
    public static CutTree of(Combinations sample, int k, int combinations) {
        Building building =
                new Building(new Blocks(k, combinations, sample, Groups.singles(sample)), sample, combinations);
        building.add(IntStream.range(0, sample.size()).toArray());
        return new CutTree(new ArrayList<>(building.nodes), building.regions);
    }

    private static final class Building {
        private final Blocks blocks;
        private final Combinations sample;
        private final int most;
        private final List<Node> nodes = new ArrayList<>();
        private int regions;

        Building(Blocks blocks, Combinations sample, int most) {
            this.blocks = blocks;
            this.sample = sample;
            this.most = most;
        }

        int add(int[] part) {
            int place = nodes.size();
            Blocks.Cut cut = part.length <= most ? null : blocks.best(part);
            if (cut == null) {
                nodes.add(new Node(-1, new boolean[0], -1, -1, regions++));
                return place;
            }
            nodes.add(null);
            int low = add(Arrays.copyOfRange(cut.ordered(), 0, cut.at()));
            int high = add(Arrays.copyOfRange(cut.ordered(), cut.at(), part.length));
            nodes.set(place, new Node(cut.attribute(), first(cut), low, high, -1));
            return place;
        }

        /** Numbers that the sample lacks belong between their neighbours. */
        private boolean[] first(Blocks.Cut cut) {
            boolean[] first = blocks.firstSide(cut);
            if (sample.attributes().get(cut.attribute()) instanceof NumericAttribute) {
                int last = first.length - 1;
                while (last > 0 && !first[last]) {
                    last--;
                }
                Arrays.fill(first, 1, last + 1, true);
            }
            return first;
        }
    }

    public int regions() {
        return regions;
    }

    /** @param codes of a combination, by attribute; more may follow */
    public int region(int[] codes) {
        Node node = nodes.get(0);
        while (node.attribute >= 0) {
            node = nodes.get(node.first[codes[node.attribute] + 1] ? node.low : node.high);
        }
        return node.region;
    }

    /** The tree in which regions that cannot be published as one class are united with those beside them, until all can. */
    public CutTree uniting(RegionSums sums) {
        List<Node> united = new ArrayList<>();
        int[] count = {0};
        unite(0, sums, united, count);
        return new CutTree(united, count[0]);
    }

    /** What regions hold, in all. */
    public interface RegionSums {
        /** @param regions whether a region is one of those that are taken together */
        boolean hold(IntPredicate regions);
    }

    private int unite(int at, RegionSums sums, List<Node> united, int[] count) {
        Node node = nodes.get(at);
        int place = united.size();
        united.add(null);
        if (node.attribute < 0 || !holds(node.low, sums) || !holds(node.high, sums)) {
            united.set(place, new Node(-1, new boolean[0], -1, -1, count[0]++));
        } else {
            int low = unite(node.low, sums, united, count);
            int high = unite(node.high, sums, united, count);
            united.set(place, new Node(node.attribute, node.first, low, high, -1));
        }
        return place;
    }

    private boolean holds(int at, RegionSums sums) {
        boolean[] below = new boolean[regions];
        mark(at, below);
        return sums.hold(region -> below[region]);
    }

    private void mark(int at, boolean[] below) {
        Node node = nodes.get(at);
        if (node.attribute < 0) {
            below[node.region] = true;
        } else {
            mark(node.low, below);
            mark(node.high, below);
        }
    }
}
