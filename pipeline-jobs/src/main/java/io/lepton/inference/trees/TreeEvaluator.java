package io.lepton.inference.trees;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import java.util.Arrays;

/** Evaluates blocks of rows, for one thread; allocates nothing after it is made. */
public final class TreeEvaluator implements Scorer {
    private final TreeEnsemble ensemble;
    private final TreeMemory[] memories;
    private final Sums sums;

    TreeEvaluator(TreeEnsemble ensemble) {
        this.ensemble = ensemble;
        this.memories = Arrays.stream(ensemble.groups()).map(TreeGroup::memory).toArray(TreeMemory[]::new);
        this.sums = ensemble.sums();
    }

    /**
     * Writes what the source library predicts.
     *
     * @param predictions gets output k of row r at {@code r * outputs + k}
     */
    @Override
    public void predict(FeatureBlock block, double[] predictions) {
        add(block);
        ensemble.predictions(sums, block.rows(), predictions);
    }

    /** Writes the same before the link. */
    public void margins(FeatureBlock block, double[] margins) {
        add(block);
        ensemble.margins(sums, block.rows(), margins);
    }

    /**
     * Tells which leaf of each tree a row ends in, by the source library's number for it: XGBoost's node, MLlib's leaf from the left.
     *
     * @param ids gets tree t of row r at {@code r * trees + t}
     */
    public void leaves(FeatureBlock block, int[] ids) {
        ensemble.requireBlock(block);
        int stride = ensemble.trees();
        int at = 0;
        for (int group = 0; group < memories.length; group++) {
            ensemble.groups()[group].route(block, memories[group], ids, at, stride);
            at += ensemble.groups()[group].trees().length;
        }
    }

    private void add(FeatureBlock block) {
        ensemble.requireBlock(block);
        ensemble.reset(sums);
        for (int group = 0; group < memories.length; group++) {
            ensemble.groups()[group].add(block, memories[group], sums);
        }
    }
}
