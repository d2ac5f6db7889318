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

    /** Columns of more words would take too much memory in {@link #others}. */
    private static final int MOST_WORDS = 64;

    private final boolean[] numeric;
    private final Words[] words;
    private final Words[] groups;
    /** By number column: 1 / variance. Values stay as they are, so that equal distances are equal after rounding, too. */
    private final double[] weights;

    /** A column after the other, so that distances of all rows are added up column by column. */
    private final double[][] numbers;

    private final int[][] codes;
    /** By column, and word of its: what each row adds to the distance from one that has the word. None where a column has too many words. */
    private final double[][][] others;

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
        this.numbers = new double[numeric.length - found][0];
        this.codes = new int[found][0];
        this.others = new double[found][0][];
        this.weights = new double[numbers.length];
        Arrays.fill(weights, 1);
        this.groups = new Words[attributes];
        Arrays.setAll(groups, i -> new Words());
    }

    /** @param row features, decision, group of each attribute */
    void add(InternalRow row) {
        grow();
        int number = 0;
        int code = 0;
        for (int i = 0; i < numeric.length; i++) {
            if (numeric[i]) {
                numbers[number++][rows] = row.isNullAt(i) ? Double.NaN : row.getDouble(i);
            } else {
                codes[code++][rows] = words[i].code(row, i);
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
            Arrays.setAll(numbers, column -> Arrays.copyOf(numbers[column], more));
            Arrays.setAll(codes, column -> Arrays.copyOf(codes[column], more));
            memberships = Arrays.copyOf(memberships, more * groups.length);
        }
    }

    int size() {
        return rows;
    }

    /** Once, after the last row. */
    void standardize() {
        for (int column = 0; column < weights.length; column++) {
            double[] values = numbers[column];
            int known = 0;
            double mean = 0;
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                double value = values[row];
                if (Double.isFinite(value)) {
                    double off = value - mean;
                    mean += off / ++known;
                    squares += off * (value - mean);
                }
            }
            weights[column] = squares > 0 ? known / squares : 0;
            for (int row = 0; row < rows; row++) {
                double value = values[row];
                values[row] = Double.isFinite(value) ? value : mean;
            }
        }
        for (int column = 0; column < codes.length; column++) {
            int most = Arrays.stream(codes[column], 0, rows).max().orElse(0);
            if (most < MOST_WORDS) {
                others[column] = others(codes[column], most);
            }
        }
    }

    /** Sums of arrays take a part of the time that comparisons take. A missing word is the first. */
    private double[][] others(int[] column, int most) {
        double[][] byWord = new double[most + 2][rows];
        for (int word = -1; word <= most; word++) {
            double[] far = byWord[word + 1];
            for (int row = 0; row < rows; row++) {
                far[row] = column[row] == word ? 0 : OTHER_WORD;
            }
        }
        return byWord;
    }

    /**
     * Squared Euclidean distances of a row from all.
     *
     * @param distances as long as there are rows
     */
    void distances(int from, double[] distances) {
        Arrays.fill(distances, 0);
        for (int column = 0; column < weights.length; column++) {
            double[] values = numbers[column];
            double value = values[from];
            double weight = weights[column];
            for (int row = 0; row < rows; row++) {
                double off = value - values[row];
                distances[row] += off * off * weight;
            }
        }
        for (int column = 0; column < codes.length; column++) {
            int code = codes[column][from];
            if (others[column].length > 0) {
                add(others[column][code + 1], distances);
            } else {
                addOthers(codes[column], code, distances);
            }
        }
    }

    private void add(double[] far, double[] distances) {
        for (int row = 0; row < rows; row++) {
            distances[row] += far[row];
        }
    }

    private void addOthers(int[] column, int code, double[] distances) {
        for (int row = 0; row < rows; row++) {
            distances[row] += column[row] == code ? 0 : OTHER_WORD;
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
