package io.lepton.inference;

/**
 * Rows of features in memory.
 *
 * @param values one row after the other; NaN is missing
 * @param width features of a row
 */
public record FeatureRows(float[] values, int width) {

    public int rows() {
        return width == 0 ? 0 : values.length / width;
    }

    /** What a model predicts, the outputs of a row beside each other. */
    public double[] outputs(ScoringModel model) {
        Scorer scorer = model.scorer();
        FeatureBlock block = new FeatureBlock(width);
        double[] ofBlock = new double[FeatureBlock.ROWS * model.outputs()];
        double[] all = new double[rows() * model.outputs()];
        for (int first = 0; first < rows(); first += FeatureBlock.ROWS) {
            int count = Math.min(FeatureBlock.ROWS, rows() - first);
            block.copyRows(values, first, count);
            scorer.predict(block, ofBlock);
            System.arraycopy(ofBlock, 0, all, first * model.outputs(), count * model.outputs());
        }
        return all;
    }
}
