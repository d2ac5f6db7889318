package io.lepton.training.neural;

import java.io.Serializable;
import java.util.Collections;
import java.util.List;

/**
 * How a network takes in the codes of a row (see {@link Encoding}).
 *
 * @param bins of each feature; 0: it is standardized
 * @param groups for each feature the number of the column, from 0, that it is a category of; -1: of none
 * @param embedding numbers that stand for a binned feature (a layer of its own bins, rectified; Gorishniy, Rubachev and Babenko, 2022) or for
 *     a group (a vector a category), before the first layer; 0: the first layer has a weight for each bin and category
 */
record InputShape(List<Integer> bins, List<Integer> groups, int embedding) implements Serializable {
    static final int NO_GROUP = -1;

    InputShape {
        bins = List.copyOf(bins);
        groups = List.copyOf(groups);
        if (bins.size() != groups.size()) {
            throw new IllegalArgumentException("Bins of " + bins.size() + " features and groups of " + groups.size());
        }
    }

    /** Features that enter as they are. */
    static InputShape standardized(int features) {
        return new InputShape(Collections.nCopies(features, 0), Collections.nCopies(features, NO_GROUP), 0);
    }

    int features() {
        return bins.size();
    }

    boolean isBinned(int feature) {
        return bins.get(feature) > 0;
    }

    boolean isGrouped(int feature) {
        return groups.get(feature) != NO_GROUP;
    }

    /** Weights that a unit has for a feature. */
    int rows(int feature) {
        return Math.max(1, bins.get(feature));
    }

    /** Whether something stands between the features and the first layer. */
    boolean embeds() {
        return embedding > 0
                && (bins.stream().anyMatch(number -> number > 0)
                        || groups.stream().anyMatch(group -> group != NO_GROUP));
    }

    /** Whether codes enter the first layer as they are, so that it is one like all others. */
    boolean isPlain() {
        return !embeds() && bins.stream().allMatch(number -> number == 0);
    }
}
