package io.lepton.training.scoring;

import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import io.lepton.training.calibration.Calibrator;
import java.io.Serial;

/**
 * A model of classes whose probabilities are mended.
 *
 * @param keepsRaw whether the probabilities as they were follow the mended ones
 */
record Mended(ScoringModel model, Calibrator calibrator, boolean keepsRaw) implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public int features() {
        return model.features();
    }

    @Override
    public int outputs() {
        return (keepsRaw ? 2 : 1) * model.outputs();
    }

    @Override
    public Scorer scorer() {
        Scorer scorer = model.scorer();
        int classes = model.outputs();
        int outputs = outputs();
        double[] ofRow = new double[classes];
        return (block, predictions) -> {
            scorer.predict(block, predictions);
            // From behind, as a row may take the places of two.
            for (int row = block.rows() - 1; row >= 0; row--) {
                System.arraycopy(predictions, row * classes, ofRow, 0, classes);
                if (keepsRaw) {
                    System.arraycopy(ofRow, 0, predictions, row * outputs + classes, classes);
                }
                calibrator.mend(ofRow);
                System.arraycopy(ofRow, 0, predictions, row * outputs, classes);
            }
        };
    }
}
