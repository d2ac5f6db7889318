package io.lepton.inference.trees;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Link;
import io.lepton.inference.ScoringModel;
import java.io.Serial;
import java.util.Arrays;

/**
 * A fitted ensemble of trees, laid out for evaluation; never changes, and may be shared by threads and sent to executors. A prediction is
 * the link of (base score + sum of one leaf of each tree) / divisor, for each output.
 */
public final class TreeEnsemble implements ScoringModel {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int features;
    private final double[] base;
    private final int divisor;
    private final Precision precision;
    private final Link link;
    private final Walk walk;
    private final TreeGroup[] groups;

    TreeEnsemble(TreeEnsembleBuilder builder, Walk walk, TreeGroup[] groups) {
        this.features = builder.features();
        this.base = builder.base();
        this.divisor = builder.divisor();
        this.precision = builder.precision();
        this.link = builder.link();
        this.walk = walk;
        this.groups = groups;
    }

    @Override
    public int features() {
        return features;
    }

    /** Numbers in a prediction: 1 for a quantity or the probability of class 1, otherwise the number of classes. */
    @Override
    public int outputs() {
        return base.length;
    }

    public int trees() {
        return Arrays.stream(groups).mapToInt(group -> group.trees().length).sum();
    }

    /** How rows find their leaves, chosen by the trees' shapes. */
    public Walk walk() {
        return walk;
    }

    @Override
    public TreeEvaluator scorer() {
        return evaluator();
    }

    /** Makes what one thread evaluates blocks with. */
    public TreeEvaluator evaluator() {
        return new TreeEvaluator(this);
    }

    TreeGroup[] groups() {
        return groups;
    }

    Sums sums() {
        return Sums.of(precision, base.length);
    }

    void reset(Sums sums) {
        sums.reset(base);
    }

    /** Writes the predictions, row by row. */
    void predictions(Sums sums, int rows, double[] to) {
        margins(sums, rows, to);
        link.apply(to, rows, base.length);
    }

    void margins(Sums sums, int rows, double[] to) {
        for (int output = 0; output < base.length; output++) {
            for (int row = 0; row < rows; row++) {
                to[row * base.length + output] = sums.of(output, row) / divisor;
            }
        }
    }

    void requireBlock(FeatureBlock block) {
        if (block.features() != features) {
            throw new IllegalArgumentException(
                    "The block has " + block.features() + " features and the trees know " + features);
        }
    }
}
