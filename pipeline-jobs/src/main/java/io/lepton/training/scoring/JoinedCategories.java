package io.lepton.training.scoring;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import io.lepton.training.stages.CategoryGroups;
import java.io.Serial;
import java.util.Arrays;

/** A model of columns of categories, over one-hot features. */
record JoinedCategories(ScoringModel model, CategoryGroups groups) implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public int features() {
        return groups.columns().size();
    }

    @Override
    public int outputs() {
        return model.outputs();
    }

    @Override
    public Scorer scorer() {
        Scorer scorer = model.scorer();
        FeatureBlock joined = new FeatureBlock(model.features());
        int[] places = groups.places().stream().mapToInt(Integer::intValue).toArray();
        int[] categories = new int[places.length];
        int[] seen = new int[model.features()];
        for (int feature = 0; feature < places.length; feature++) {
            categories[feature] = groups.columns().get(feature) == CategoryGroups.NONE
                    ? CategoryGroups.NONE
                    : seen[places[feature]]++;
        }
        return (block, predictions) -> {
            joined.resize(block.rows());
            double[] from = block.values();
            double[] to = joined.values();
            Arrays.fill(to, Double.NaN);
            for (int feature = 0; feature < places.length; feature++) {
                int begin = feature * FeatureBlock.ROWS;
                int target = places[feature] * FeatureBlock.ROWS;
                if (categories[feature] == CategoryGroups.NONE) {
                    System.arraycopy(from, begin, to, target, block.rows());
                    continue;
                }
                for (int row = 0; row < block.rows(); row++) {
                    if (from[begin + row] > 0) {
                        to[target + row] = categories[feature];
                    }
                }
            }
            scorer.predict(joined, predictions);
        };
    }
}
