package io.lepton.training.scoring;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import java.io.Serial;

/**
 * A model of rows without missing values, and what stands for them.
 *
 * @param replacements one a feature
 */
record FilledFeatures(ScoringModel model, double[] replacements) implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public int features() {
        return replacements.length;
    }

    @Override
    public int outputs() {
        return model.outputs();
    }

    @Override
    public Scorer scorer() {
        Scorer scorer = model.scorer();
        FeatureBlock filled = new FeatureBlock(replacements.length);
        return (block, predictions) -> {
            filled.resize(block.rows());
            double[] from = block.values();
            double[] to = filled.values();
            for (int feature = 0; feature < replacements.length; feature++) {
                int begin = feature * FeatureBlock.ROWS;
                for (int i = begin; i < begin + block.rows(); i++) {
                    to[i] = Double.isNaN(from[i]) ? replacements[feature] : from[i];
                }
            }
            scorer.predict(filled, predictions);
        };
    }
}
