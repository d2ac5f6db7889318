package io.lepton.features;

/**
 * Features of some rows, one feature after the other.
 *
 * @param values feature f of row r is at {@code f * stride + r}
 * @param stride rows that there is room for
 */
public record FeatureColumns(double[] values, int stride) {

    /** Where a feature's values begin. */
    int begin(int feature) {
        return feature * stride;
    }
}
