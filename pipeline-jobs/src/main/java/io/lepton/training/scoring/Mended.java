package io.lepton.training.scoring;

import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import io.lepton.training.calibration.Calibrator;
import java.io.Serial;

/** A model of classes whose probabilities are mended. */
record Mended(ScoringModel model, Calibrator calibrator) implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public int features() {
        return model.features();
    }

    @Override
    public int outputs() {
        return model.outputs();
    }

    @Override
    public Scorer scorer() {
        Scorer scorer = model.scorer();
        int classes = outputs();
        double[] ofRow = new double[classes];
        return (block, predictions) -> {
            scorer.predict(block, predictions);
            for (int row = 0; row < block.rows(); row++) {
                System.arraycopy(predictions, row * classes, ofRow, 0, classes);
                calibrator.mend(ofRow);
                System.arraycopy(ofRow, 0, predictions, row * classes, classes);
            }
        };
    }
}
