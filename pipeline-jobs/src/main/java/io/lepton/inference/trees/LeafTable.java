package io.lepton.inference.trees;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;

/**
 * What the leaves of one tree add, by place. Sums are kept in the precision of the source library, and trees are added in its order: then
 * they are its sums, bit by bit.
 */
final class LeafTable implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int output;
    private final int places;
    /** By output of the tree, then place; one of the two is empty. */
    private final float[] singles;

    private final double[] doubles;
    private final int[] ids;

    /**
     * @param output the first that the tree adds to
     * @param values by output of the tree, then place
     */
    LeafTable(int output, int[] ids, double[] values, Precision precision) {
        this.output = output;
        this.places = ids.length;
        this.ids = ids;
        this.doubles = precision == Precision.DOUBLE ? values : new double[0];
        this.singles = new float[precision == Precision.SINGLE ? values.length : 0];
        for (int i = 0; i < singles.length; i++) {
            singles[i] = (float) values[i];
        }
    }

    /** Leaves in the order of their places. */
    static LeafTable of(List<TreeNode.Leaf> leaves, int output, int outputs, Precision precision) {
        int[] ids = leaves.stream().mapToInt(TreeNode.Leaf::id).toArray();
        double[] values = new double[outputs * ids.length];
        for (int place = 0; place < ids.length; place++) {
            for (int i = 0; i < outputs; i++) {
                values[i * ids.length + place] = leaves.get(place).values()[i];
            }
        }
        return new LeafTable(output, ids, values, precision);
    }

    void add(byte[] place, Sums sums) {
        int to = output * Sums.STRIDE;
        for (int from = 0; from < singles.length; from += places) {
            float[] into = sums.singles();
            for (int row = 0; row < Sums.STRIDE; row++) {
                into[to + row] += singles[from + (place[row] & 0xFF)];
            }
            to += Sums.STRIDE;
        }
        for (int from = 0; from < doubles.length; from += places) {
            double[] into = sums.doubles();
            for (int row = 0; row < Sums.STRIDE; row++) {
                into[to + row] += doubles[from + (place[row] & 0xFF)];
            }
            to += Sums.STRIDE;
        }
    }

    void add(int[] place, Sums sums) {
        int to = output * Sums.STRIDE;
        for (int from = 0; from < singles.length; from += places) {
            float[] into = sums.singles();
            for (int row = 0; row < Sums.STRIDE; row++) {
                into[to + row] += singles[from + place[row]];
            }
            to += Sums.STRIDE;
        }
        for (int from = 0; from < doubles.length; from += places) {
            double[] into = sums.doubles();
            for (int row = 0; row < Sums.STRIDE; row++) {
                into[to + row] += doubles[from + place[row]];
            }
            to += Sums.STRIDE;
        }
    }

    int id(int place) {
        return ids[place];
    }
}
