package io.lepton.jobs.mitigation.repaired;

import io.lepton.fairness.preprocessing.FeatureRepair;
import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import java.io.Serial;

/**
 * Repairs the features of a block before a model sees them. Behind the features stands one more column: the place of each row's group.
 *
 * @param model of repaired features
 * @param repair of groups by {@link io.lepton.fairness.preprocessing.FairFeatures#place}
 */
public record RepairedBlocks(ScoringModel model, FeatureRepair repair) implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public int features() {
        return model.features() + 1;
    }

    @Override
    public int outputs() {
        return model.outputs();
    }

    @Override
    public Scorer scorer() {
        Scorer scorer = model.scorer();
        int features = model.features();
        int groups = features * FeatureBlock.ROWS;
        FeatureBlock repaired = new FeatureBlock(features);
        return (block, predictions) -> {
            repaired.resize(block.rows());
            double[] from = block.values();
            double[] to = repaired.values();
            for (int feature = 0; feature < features; feature++) {
                int begin = feature * FeatureBlock.ROWS;
                for (int row = 0; row < block.rows(); row++) {
                    to[begin + row] = repair.of((int) from[groups + row], feature, from[begin + row]);
                }
            }
            scorer.predict(repaired, predictions);
        };
    }
}
