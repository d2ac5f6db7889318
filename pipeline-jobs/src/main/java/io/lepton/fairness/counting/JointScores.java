package io.lepton.fairness.counting;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;

/**
 * A sample of how the probabilities of several classes lie together: of each label those sets of bins whose hashes are least (Beyer, Haas, Reinwald,
 * Sismanis and Gemulla 2007), with the weight of all rows that have them. It is the same in whatever parts and order rows are counted. Most rows cost a
 * look at one number.
 */
public final class JointScores implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MOST_SETS = 256;
    private static final int FEWEST_SETS = 8;
    /** Bins that are kept at most, but for the fewest sets of a label. */
    private static final int MOST_BINS = 1 << 15;

    private Stratum[] byLabel = {};

    /** Takes a set of bins. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * @param bins of the classes, as the histograms of {@link ClassScores} number them; only valid during the call
         * @param weight of all rows that the set stands for
         */
        void set(int label, int[] bins, double weight);
    }

    /** @param bins of the classes */
    void add(int label, int[] bins, double weight) {
        if (label >= byLabel.length) {
            byLabel = Arrays.copyOf(byLabel, label + 1);
        }
        if (byLabel[label] == null) {
            byLabel[label] = new Stratum(bins.length);
        }
        byLabel[label].all += weight;
        byLabel[label].add(hash(bins), bins, 0, weight);
    }

    private static long hash(int... bins) {
        long hash = 0;
        for (int bin : bins) {
            hash = (hash ^ bin) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> Integer.SIZE;
        }
        // The finalizer of MurmurHash3 (Appleby): all bits depend on all.
        hash = (hash ^ hash >>> 33) * 0xFF51_AFD7_ED55_8CCDL;
        hash = (hash ^ hash >>> 33) * 0xC4CE_B9FE_1A85_EC53L;
        return hash ^ hash >>> 33;
    }

    void addAll(JointScores others) {
        if (others.byLabel.length > byLabel.length) {
            byLabel = Arrays.copyOf(byLabel, others.byLabel.length);
        }
        for (int label = 0; label < others.byLabel.length; label++) {
            Stratum other = others.byLabel[label];
            if (other != null) {
                byLabel[label] = byLabel[label] == null ? new Stratum(other.classes) : byLabel[label];
                byLabel[label].addAll(other);
            }
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeInt(byLabel.length);
        for (Stratum stratum : byLabel) {
            out.writeInt(stratum == null ? 0 : stratum.classes);
            if (stratum != null) {
                stratum.write(out);
            }
        }
    }

    /** Takes the place of what is here. */
    void read(DataInput in) throws IOException {
        byLabel = new Stratum[in.readInt()];
        for (int label = 0; label < byLabel.length; label++) {
            int classes = in.readInt();
            if (classes > 0) {
                byLabel[label] = new Stratum(classes);
                byLabel[label].read(in);
            }
        }
    }

    /** Sets of the sample; together they have the weight of all rows. */
    public void forEach(Visitor visitor) {
        for (int label = 0; label < byLabel.length; label++) {
            if (byLabel[label] != null) {
                byLabel[label].forEach(label, visitor);
            }
        }
    }

    /** Of the rows of one label. */
    private static final class Stratum implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final int classes;
        private final int most;
        /** Of all rows, those of the sample or not. */
        private double all;

        private int size;
        /** Ascending; the first {@code size} count. */
        private long[] hashes = new long[FEWEST_SETS];
        /** Where each hash's weight and bins are. */
        private int[] places = new int[FEWEST_SETS];

        private double[] weights = new double[FEWEST_SETS];
        private int[] bins;

        Stratum(int classes) {
            this.classes = classes;
            this.most = Math.max(FEWEST_SETS, Math.min(MOST_SETS, MOST_BINS / classes / classes));
            this.bins = new int[FEWEST_SETS * classes];
        }

        void add(long hash, int[] from, int at, double weight) {
            if (size == most && hash > hashes[size - 1]) {
                return;
            }
            int found = Arrays.binarySearch(hashes, 0, size, hash);
            if (found >= 0) {
                weights[places[found]] += weight;
                return;
            }
            int place = size == most ? places[size - 1] : size++;
            grow();
            int rank = -found - 1;
            System.arraycopy(hashes, rank, hashes, rank + 1, size - 1 - rank);
            System.arraycopy(places, rank, places, rank + 1, size - 1 - rank);
            hashes[rank] = hash;
            places[rank] = place;
            weights[place] = weight;
            System.arraycopy(from, at, bins, place * classes, classes);
        }

        private void grow() {
            if (size > hashes.length) {
                int capacity = Math.min(most, 2 * hashes.length);
                hashes = Arrays.copyOf(hashes, capacity);
                places = Arrays.copyOf(places, capacity);
                weights = Arrays.copyOf(weights, capacity);
                bins = Arrays.copyOf(bins, capacity * classes);
            }
        }

        void addAll(Stratum other) {
            all += other.all;
            for (int i = 0; i < other.size; i++) {
                int place = other.places[i];
                add(other.hashes[i], other.bins, place * classes, other.weights[place]);
            }
        }

        void write(DataOutput out) throws IOException {
            out.writeDouble(all);
            out.writeInt(size);
            for (int i = 0; i < size; i++) {
                out.writeLong(hashes[i]);
                out.writeDouble(weights[places[i]]);
                for (int k = 0; k < classes; k++) {
                    out.writeInt(bins[places[i] * classes + k]);
                }
            }
        }

        void read(DataInput in) throws IOException {
            all = in.readDouble();
            int sets = in.readInt();
            int[] set = new int[classes];
            for (int i = 0; i < sets; i++) {
                long hash = in.readLong();
                double weight = in.readDouble();
                for (int k = 0; k < classes; k++) {
                    set[k] = in.readInt();
                }
                add(hash, set, 0, weight);
            }
        }

        void forEach(int label, Visitor visitor) {
            double sampled = 0;
            for (int i = 0; i < size; i++) {
                sampled += weights[places[i]];
            }
            int[] set = new int[classes];
            for (int i = 0; i < size && sampled > 0; i++) {
                System.arraycopy(bins, places[i] * classes, set, 0, classes);
                visitor.set(label, set, weights[places[i]] * (all / sampled));
            }
        }
    }
}
