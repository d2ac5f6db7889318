package io.lepton.training.stages;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Features that are categories of one column, one-hot, seen as one feature each, whose value is the number of the category. Those of no
 * column come first, in their order, then the columns.
 *
 * @param columns for each feature the number, from 0, of the column that it is a category of; {@value #NONE}: of none; empty: no feature is
 */
public record CategoryGroups(List<Integer> columns) implements Serializable {
    public static final int NONE = -1;

    public CategoryGroups {
        columns = List.copyOf(columns);
    }

    /** All features stay as they are. */
    public static CategoryGroups none() {
        return new CategoryGroups(List.of());
    }

    public boolean isEmpty() {
        return columns.stream().allMatch(column -> column == NONE);
    }

    /** For each feature its place among those that are left; categories of a column share one. */
    public List<Integer> places() {
        List<Integer> places = new ArrayList<>(Collections.nCopies(columns.size(), 0));
        int single = 0;
        for (int feature = 0; feature < columns.size(); feature++) {
            if (columns.get(feature) == NONE) {
                places.set(feature, single++);
            }
        }
        for (int feature = 0; feature < columns.size(); feature++) {
            if (columns.get(feature) != NONE) {
                places.set(feature, single + columns.get(feature));
            }
        }
        return places;
    }

    /** Places of the columns. */
    public List<Integer> categories() {
        int last = Collections.max(columns, Integer::compare);
        int first = Collections.frequency(columns, NONE);
        List<Integer> places = new ArrayList<>();
        for (int column = 0; column <= last; column++) {
            places.add(first + column);
        }
        return places;
    }
}
