package io.lepton.inference;

import java.io.Serial;

/**
 * A model that says the probability of class 1, saying those of both.
 *
 * @param single of one output
 */
public record TwoClasses(ScoringModel single) implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    @Override
    public int features() {
        return single.features();
    }

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    public Scorer scorer() {
        Scorer scorer = single.scorer();
        return (block, predictions) -> {
            scorer.predict(block, predictions);
            // From behind, as two take the places of one.
            for (int row = block.rows() - 1; row >= 0; row--) {
                double positive = predictions[row];
                predictions[2 * row + 1] = positive;
                predictions[2 * row] = 1 - positive;
            }
        };
    }
}
