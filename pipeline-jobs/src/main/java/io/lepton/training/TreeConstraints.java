package io.lepton.training;

import java.util.List;

/**
 * What trees must not do, by places of features.
 *
 * @param monotone for each feature 1 where predictions may only rise with it, -1 where they may only fall, 0 where they may do both; empty:
 *     all may
 * @param interactions groups of features that may be asked about on one path of a tree; a feature of no group stays alone on its path;
 *     empty: all may
 */
public record TreeConstraints(List<Integer> monotone, List<List<Integer>> interactions) {
    public TreeConstraints {
        monotone = List.copyOf(monotone);
        interactions = interactions.stream().map(List::copyOf).toList();
    }

    /** Trees may do all. */
    public static TreeConstraints none() {
        return new TreeConstraints(List.of(), List.of());
    }
}
