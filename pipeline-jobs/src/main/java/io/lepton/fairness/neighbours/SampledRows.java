package io.lepton.fairness.neighbours;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Rows of a sample in flat arrays: their features, their decisions and their groups. Distances are those of numbers with a standard
 * deviation of 1, a missing one being the mean, and of one-hot encoded words, a missing one being a word of its own.
 */
final class SampledRows {
    /** Two rows with different words differ by 1 in two places of their encoding. */
    private static final double OTHER_WORD = 2;

    private final boolean[] numeric;
    private final int wordColumns;
    private final Words[] words;
    private final Words[] groups;
    /** By number column: 1 / variance. Values stay as they are, so that equal distances are equal after rounding, too. */
    private final double[] weights;

    private double[] numbers = new double[0];
    private int[] codes = new int[0];
    private double[] decisions = new double[0];
    private int[] memberships = new int[0];
    private int rows;

    /** Values of a column by number. */
    private static final class Words {
        private final Map<UTF8String, Integer> codes = new HashMap<>();

        int code(InternalRow row, int place) {
            if (row.isNullAt(place)) {
                return -1;
            }
            UTF8String word = row.getUTF8String(place);
            Integer known = codes.get(word);
            if (known == null) {
                known = codes.size();
                // The row's own bytes are written over by the next.
                codes.put(word.clone(), known);
            }
            return known;
        }
    }

    /**
     * @param numeric of each feature whether it is a number
     * @param attributes how many say in which group a row is
     */
    SampledRows(boolean[] numeric, int attributes) {
        this.numeric = numeric.clone();
        this.words = new Words[numeric.length];
        int found = 0;
        for (int i = 0; i < numeric.length; i++) {
            if (!numeric[i]) {
                words[i] = new Words();
                found++;
            }
        }
        this.wordColumns = found;
        this.weights = new double[numeric.length - found];
        Arrays.fill(weights, 1);
        this.groups = new Words[attributes];
        Arrays.setAll(groups, i -> new Words());
    }

    /** @param row features, decision, group of each attribute */
    void add(InternalRow row) {
        grow();
        int number = rows * weights.length;
        int code = rows * wordColumns;
        for (int i = 0; i < numeric.length; i++) {
            if (numeric[i]) {
                numbers[number++] = row.isNullAt(i) ? Double.NaN : row.getDouble(i);
            } else {
                codes[code++] = words[i].code(row, i);
            }
        }
        decisions[rows] = row.getDouble(numeric.length);
        for (int i = 0; i < groups.length; i++) {
            memberships[rows * groups.length + i] = groups[i].code(row, numeric.length + 1 + i);
        }
        rows++;
    }

    private void grow() {
        if (rows == decisions.length) {
            int more = Math.max(64, 2 * rows);
            decisions = Arrays.copyOf(decisions, more);
            numbers = Arrays.copyOf(numbers, more * weights.length);
            codes = Arrays.copyOf(codes, more * wordColumns);
            memberships = Arrays.copyOf(memberships, more * groups.length);
        }
    }

    int size() {
        return rows;
    }

    /** Once, after the last row. */
    void standardize() {
        int wide = weights.length;
        for (int column = 0; column < wide; column++) {
            int known = 0;
            double mean = 0;
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                double value = numbers[row * wide + column];
                if (Double.isFinite(value)) {
                    double off = value - mean;
                    mean += off / ++known;
                    squares += off * (value - mean);
                }
            }
            weights[column] = squares > 0 ? known / squares : 0;
            for (int row = 0; row < rows; row++) {
                double value = numbers[row * wide + column];
                numbers[row * wide + column] = Double.isFinite(value) ? value : mean;
            }
        }
    }

    /**
     * Squared Euclidean distances of a row from all.
     *
     * @param distances as long as there are rows
     */
    void distances(int from, double[] distances) {
        int wide = weights.length;
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int i = 0, one = from * wide, other = row * wide; i < wide; i++) {
                double off = numbers[one + i] - numbers[other + i];
                sum += off * off * weights[i];
            }
            for (int i = 0, one = from * wordColumns, other = row * wordColumns; i < wordColumns; i++) {
                sum += codes[one + i] == codes[other + i] ? 0 : OTHER_WORD;
            }
            distances[row] = sum;
        }
    }

    boolean isDecidedAlike(int one, int other) {
        return decisions[one] == decisions[other];
    }

    /**
     * All rows, and the groups of each attribute that have rows enough.
     *
     * @param attributes their names
     */
    List<SampledGroup> groups(List<String> attributes, int minimumRows) {
        List<SampledGroup> found = new ArrayList<>(List.of(SampledGroup.ofAll(rows)));
        for (int attribute = 0; attribute < groups.length; attribute++) {
            for (Map.Entry<UTF8String, Integer> word : groups[attribute].codes.entrySet()) {
                boolean[] members = new boolean[rows];
                for (int row = 0; row < rows; row++) {
                    members[row] = memberships[row * groups.length + attribute] == word.getValue();
                }
                SampledGroup group =
                        SampledGroup.of(attributes.get(attribute), word.getKey().toString(), members);
                if (group.rows() >= Math.max(1, minimumRows)) {
                    found.add(group);
                }
            }
        }
        return found;
    }
}
