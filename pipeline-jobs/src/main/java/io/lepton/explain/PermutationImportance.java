package io.lepton.explain;

import io.lepton.inference.FeatureRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin and Dominici 2019): shuffle one column among the rows of a sample and see how much
 * quality is lost. Correlated columns share their importance.
 *
 * @param quality of what is predicted for rows, more is better
 * @param seed of the shuffling; a column's is the same whatever other columns there are
 */
public record PermutationImportance(ToDoubleFunction<FeatureRows> quality, long seed) {

    /**
     * Shuffles one column at a time, with all features that are made of it.
     *
     * @param sample a few thousand rows
     * @param columns to shuffle, and the places of their features in a row
     * @return by falling importance
     */
    public List<Importance> of(FeatureRows sample, Map<String, List<Integer>> columns) {
        double whole = quality.applyAsDouble(sample);
        FeatureRows shuffled = new FeatureRows(sample.values().clone(), sample.width());
        int[] unshuffled = IntStream.range(0, sample.rows()).toArray();
        List<Importance> importances = new ArrayList<>();
        columns.forEach((column, places) -> {
            int[] order = order(sample.rows(), new Random(seed ^ column.hashCode()));
            copy(sample, order, shuffled, places);
            importances.add(new Importance(column, whole - quality.applyAsDouble(shuffled)));
            copy(sample, unshuffled, shuffled, places);
        });
        importances.sort(Comparator.comparingDouble(Importance::drop).reversed().thenComparing(Importance::column));
        return importances;
    }

    /** A random permutation (Fisher and Yates). */
    private static int[] order(int rows, Random random) {
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            int other = random.nextInt(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
        return order;
    }

    private static void copy(FeatureRows from, int[] order, FeatureRows to, List<Integer> places) {
        for (int place : places) {
            for (int row = 0; row < order.length; row++) {
                to.values()[row * to.width() + place] = from.values()[order[row] * from.width() + place];
            }
        }
    }
}
