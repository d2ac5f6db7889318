package io.lepton.inference;

/** Evaluates blocks of rows, for one thread. */
public interface Scorer {
    /**
     * Writes the predictions of a block.
     *
     * @param block may be written to by whoever made it once this is done, not before
     * @param predictions gets output k of row r at {@code r * outputs + k}
     */
    void predict(FeatureBlock block, double[] predictions);
}
