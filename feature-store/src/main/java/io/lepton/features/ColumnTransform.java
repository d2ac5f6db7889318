package io.lepton.features;

/**
 * How one column becomes numbers.
 *
 * @param bins quantile bins, 2 or more (BUCKET)
 * @param size length of the vector, 1 or more (HASH, TF_IDF; AUTO where it comes to hash)
 */
public record ColumnTransform(String column, TransformMethod method, int bins, int size) {
    public ColumnTransform {
        if (method == TransformMethod.BUCKET && bins < 2) {
            throw new FeatureException(
                    "Cannot bucket '" + column + "' into " + bins + " bins: there must be 2 or more.");
        }
        boolean sized =
                switch (method) {
                    case HASH, TF_IDF, AUTO -> true;
                    default -> false;
                };
        if (sized && size < 1) {
            throw new FeatureException(
                    "Cannot hash '" + column + "' into " + size + " features: there must be 1 or more.");
        }
    }
}
