package io.lepton.inference.ranks;

import io.lepton.error.LeptonException;
import io.lepton.inference.FeatureBlock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every question that a group of trees asks, sorted by feature, and where its answer will be found. */
public final class Questions {
    /** Most values of a feature that a group of trees may tell apart; a rank is always less. */
    public static final int MOST_RANKS = (1 << 15) - 2;

    /** Splits that share a ranking. */
    private record Kind(int feature, boolean categories, boolean missingGoesLeft) {
        static Kind of(Split split) {
            return split instanceof Split.Below below
                    ? new Kind(below.feature(), false, below.missingGoesLeft())
                    : new Kind(split.feature(), true, false);
        }
    }

    private final List<Ranking> rankings = new ArrayList<>();
    private final Map<Kind, Integer> columns = new HashMap<>();
    private final Map<Split, Integer> tests = new HashMap<>();
    private final int[] firstWords;
    private final int words;

    /** @param splits of all trees of the group */
    public Questions(Set<Split> splits, CategoryReading reading) {
        Map<Kind, Set<Split>> kinds = new LinkedHashMap<>();
        splits.forEach(split -> kinds.computeIfAbsent(Kind.of(split), kind -> new LinkedHashSet<>())
                .add(split));
        kinds.forEach((kind, same) -> {
            columns.put(kind, rankings.size());
            rankings.add(kind.categories() ? categories(kind, same, reading) : thresholds(kind, same));
        });
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

    private Ranking thresholds(Kind kind, Set<Split> same) {
        requireFew(same.size(), "values of feature " + kind.feature() + " apart");
        List<Split.Below> sorted = same.stream()
                .map(Split.Below.class::cast)
                .sorted((one, other) -> Double.compare(one.threshold(), other.threshold()))
                .toList();
        for (int test = 0; test < sorted.size(); test++) {
            tests.put(sorted.get(test), test);
        }
        return new ThresholdRanks(
                kind.feature(),
                kind.missingGoesLeft(),
                sorted.stream().mapToDouble(Split.Below::threshold).toArray());
    }

    private Ranking categories(Kind kind, Set<Split> same, CategoryReading reading) {
        List<Split.Among> splits = same.stream().map(Split.Among.class::cast).toList();
        requireFew(
                splits.stream().mapToInt(Split.Among::known).max().orElse(0),
                "categories of feature " + kind.feature() + " apart");
        requireFew(splits.size(), "sets of categories of feature " + kind.feature() + " apart");
        for (int test = 0; test < splits.size(); test++) {
            tests.put(splits.get(test), test);
        }
        return new CategoryRanks(kind.feature(), reading, splits);
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
        return columns.get(Kind.of(split)) * FeatureBlock.ROWS;
    }

    /** Which of its feature's questions the split asks. */
    public int test(Split split) {
        return tests.get(split);
    }

    /** The first word of the answers to the split. */
    public int firstWord(Split split) {
        return firstWords[columns.get(Kind.of(split))] + tests.get(split) * RowBits.WORDS;
    }

    /** The ranks that the split sends right. */
    public BitSet ranksToTheRight(Split.Among split) {
        return ((CategoryRanks) rankings.get(columns.get(Kind.of(split)))).ranksToTheRight(split);
    }
}
