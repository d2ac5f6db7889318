package io.lepton.inference.ranks;

import io.lepton.error.LeptonException;
import io.lepton.inference.FeatureBlock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every question that a group of trees asks, sorted by feature, and where its answer will be found. */
public final class Questions {
    /** Most values of a feature that a group of trees may tell apart; a rank is always less. */
    public static final int MOST_RANKS = (1 << 15) - 2;

    private final List<Ranking> rankings = new ArrayList<>();
    private final SplitKinds kinds;
    private final Map<SplitKinds.Kind, Integer> columns = new HashMap<>();
    private final Map<Split, Integer> tests = new HashMap<>();
    private final int[] firstWords;
    private final int words;

    /** @param splits of all trees of the group */
    public Questions(Set<Split> splits, CategoryReading reading) {
        kinds = new SplitKinds(splits);
        for (SplitKinds.Kind kind : kinds.all()) {
            columns.put(kind, rankings.size());
            List<Split> same = kinds.of(kind);
            rankings.add(
                    kind.categories() ? categories(kind.feature(), same, reading) : thresholds(kind.feature(), same));
        }
        requireFew(rankings.size(), "features apart");
        firstWords = new int[rankings.size()];
        int end = RowBits.WORDS;
        for (int column = 0; column < firstWords.length; column++) {
            firstWords[column] = end;
            end += rankings.get(column).tests() * RowBits.WORDS;
        }
        words = end;
    }

    private static void requireFew(int count, String what) {
        if (count > MOST_RANKS) {
            throw LeptonException.configuration("Cannot score the trees: they tell " + count + " " + what + ", and "
                    + MOST_RANKS + " are the most. Train them with fewer bins, or less deep.");
        }
    }

    private Ranking thresholds(int feature, List<Split> same) {
        requireFew(same.size(), "values of feature " + feature + " apart");
        List<Split.Below> sorted = same.stream()
                .map(Split.Below.class::cast)
                .sorted(SplitKinds.ORDER)
                .toList();
        for (int test = 0; test < sorted.size(); test++) {
            tests.put(sorted.get(test), test);
        }
        return new ThresholdRanks(
                feature,
                (int) sorted.stream().filter(split -> !split.missingGoesLeft()).count(),
                sorted.stream().mapToDouble(Split.Below::threshold).toArray());
    }

    private Ranking categories(int feature, List<Split> same, CategoryReading reading) {
        List<Split.Among> splits = same.stream().map(Split.Among.class::cast).toList();
        requireFew(
                splits.stream().mapToInt(Split.Among::known).max().orElse(0),
                "categories of feature " + feature + " apart");
        requireFew(splits.size(), "sets of categories of feature " + feature + " apart");
        for (int test = 0; test < splits.size(); test++) {
            tests.put(splits.get(test), test);
        }
        return new CategoryRanks(feature, reading, splits);
    }

    /** How many columns of ranks it takes to answer the splits. */
    public static int rankings(Set<Split> splits) {
        return new SplitKinds(splits).all().size();
    }

    public Ranking[] rankings() {
        return rankings.toArray(Ranking[]::new);
    }

    /** By ranking: the first word of its answers. */
    public int[] firstWords() {
        return firstWords;
    }

    /** Words of all answers, and of those that are always zero. */
    public int words() {
        return words;
    }

    /** Where the ranks that the split compares begin. */
    public int firstRank(Split split) {
        return columns.get(kinds.of(split)) * FeatureBlock.ROWS;
    }

    /** Which of its feature's questions the split asks. */
    public int test(Split split) {
        return tests.get(split);
    }

    /** The first word of the answers to the split. */
    public int firstWord(Split split) {
        return firstWords[columns.get(kinds.of(split))] + tests.get(split) * RowBits.WORDS;
    }

    /** The ranks that the split sends right. */
    public BitSet ranksToTheRight(Split.Among split) {
        return ((CategoryRanks) rankings.get(columns.get(kinds.of(split)))).ranksToTheRight(split);
    }
}
