package io.lepton.privacy.histogram;

import io.lepton.privacy.criteria.Criterion;
import io.lepton.privacy.recoding.CutTree;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;

/** Rows by region, in all and by sensitive value. */
final class RegionTally implements Serializable {
    private static final long serialVersionUID = 1;

    private final int regions;
    private final int[] offsets;
    private final int stride;
    private long[] sums = {};

    /** @param values how many each sensitive column has */
    RegionTally(int regions, int[] values) {
        this.regions = regions;
        this.offsets = new int[values.length];
        int words = 1;
        for (int s = 0; s < values.length; s++) {
            offsets[s] = words;
            words += values[s];
        }
        this.stride = words;
    }

    /** @param values of the sensitive columns */
    void add(int region, int[] values) {
        if (sums.length == 0) {
            sums = new long[Math.multiplyExact(regions, stride)];
        }
        int at = region * stride;
        sums[at]++;
        for (int s = 0; s < offsets.length; s++) {
            sums[at + offsets[s] + values[s]]++;
        }
    }

    RegionTally merge(RegionTally other) {
        if (sums.length == 0) {
            return other;
        }
        for (int i = 0; i < other.sums.length; i++) {
            sums[i] += other.sums[i];
        }
        return this;
    }

    private long[] together(IntPredicate wanted) {
        long[] together = new long[stride];
        for (int region = 0; region < regions && sums.length > 0; region++) {
            for (int word = 0; word < stride && wanted.test(region); word++) {
                together[word] += sums[region * stride + word];
            }
        }
        return together;
    }

    /** Rows of all regions by value of a sensitive column. */
    long[] values(int column) {
        int end = column + 1 < offsets.length ? offsets[column + 1] : stride;
        return Arrays.copyOfRange(together(region -> true), offsets[column], end);
    }

    /** @param criteria of every sensitive column */
    CutTree.RegionSums sums(int k, List<List<Criterion>> criteria) {
        return wanted -> {
            long[] together = together(wanted);
            if (together[0] < k) {
                return false;
            }
            for (int s = 0; s < offsets.length; s++) {
                int values = (s + 1 < offsets.length ? offsets[s + 1] : stride) - offsets[s];
                for (Criterion criterion : criteria.get(s)) {
                    if (!criterion.holds(together, offsets[s], values, together[0])) {
                        return false;
                    }
                }
            }
            return true;
        };
    }
}
