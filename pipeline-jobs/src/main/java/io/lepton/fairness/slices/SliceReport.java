package io.lepton.fairness.slices;

import java.util.List;

/**
 * What a search found.
 *
 * @param rows all of them
 * @param meanLoss of all rows
 * @param evaluated slices whose loss was measured
 * @param tests slices that could have been found, for which p-values are corrected:
 *     all conjunctions of conditions that enough rows meet, but for those that were measured and are too small
 * @param slices by falling score; none is part of another, or holds another
 */
public record SliceReport(long rows, double meanLoss, long evaluated, long tests, List<Slice> slices) {
    public SliceReport {
        slices = List.copyOf(slices);
    }
}
