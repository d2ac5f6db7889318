package io.lepton.inference.loading;

import io.lepton.error.LeptonException;
import io.lepton.inference.Link;
import io.lepton.inference.ranks.CategoryReading;
import io.lepton.inference.ranks.Split;
import io.lepton.inference.trees.Precision;
import io.lepton.inference.trees.TreeEnsemble;
import io.lepton.inference.trees.TreeEnsembleBuilder;
import io.lepton.inference.trees.TreeNode;
import java.util.Arrays;
import java.util.BitSet;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.tree.CategoricalSplit;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;

/**
 * Trees of MLlib's models. Compares and adds in double precision, as MLlib does; a missing value is at or below no threshold and is no
 * category.
 */
public final class SparkTrees {
    private SparkTrees() {}

    /**
     * Predicts the probability of each class (trees and forests), of class 1 (boosted trees), or the estimated quantity.
     *
     * @param replacements of missing values, one a feature; none: they stay missing
     * @throws LeptonException configuration, if the model is none of trees
     */
    public static TreeEnsemble of(Transformer model, double[] replacements) {
        TreeEnsembleBuilder builder = builder(model);
        return (replacements.length == 0 ? builder : builder.filling(replacements)).build();
    }

    /** The same, where missing values stay missing. */
    public static TreeEnsemble of(Transformer model) {
        return of(model, new double[0]);
    }

    static TreeEnsembleBuilder builder(Transformer model) {
        if (model instanceof DecisionTreeClassificationModel tree) {
            return builder(tree.numFeatures())
                    .base(new double[tree.numClasses()])
                    .link(Link.SHARES)
                    .add(new Reader(SparkTrees::counts).read(tree.rootNode()), 0);
        } else if (model instanceof RandomForestClassificationModel forest) {
            TreeEnsembleBuilder builder = builder(forest.numFeatures())
                    .base(new double[forest.numClasses()])
                    .link(Link.SHARES);
            for (DecisionTreeClassificationModel tree : forest.trees()) {
                builder.add(new Reader(SparkTrees::shares).read(tree.rootNode()), 0);
            }
            return builder;
        } else if (model instanceof DecisionTreeRegressionModel tree) {
            return builder(tree.numFeatures()).add(new Reader(leaf -> weighted(leaf, 1)).read(tree.rootNode()), 0);
        } else if (model instanceof RandomForestRegressionModel forest) {
            TreeEnsembleBuilder builder = builder(forest.numFeatures()).divisor(forest.getNumTrees());
            for (DecisionTreeRegressionModel tree : forest.trees()) {
                builder.add(new Reader(leaf -> weighted(leaf, 1)).read(tree.rootNode()), 0);
            }
            return builder;
        } else if (model instanceof GBTClassificationModel boosted) {
            return boosted(boosted.numFeatures(), boosted.trees(), boosted.treeWeights())
                    .link(Link.DOUBLE_LOGISTIC);
        } else if (model instanceof GBTRegressionModel boosted) {
            return boosted(boosted.numFeatures(), boosted.trees(), boosted.treeWeights());
        }
        throw LeptonException.configuration("Cannot score "
                + model.getClass().getSimpleName()
                + " as trees: only MLlib's decision trees, random forests and gradient-boosted trees are.");
    }

    private static TreeEnsembleBuilder builder(int features) {
        return new TreeEnsembleBuilder(features, Precision.DOUBLE, CategoryReading.EXACT);
    }

    private static TreeEnsembleBuilder boosted(int features, DecisionTreeRegressionModel[] trees, double[] weights) {
        TreeEnsembleBuilder builder = builder(features);
        for (int tree = 0; tree < trees.length; tree++) {
            double weight = weights[tree];
            builder.add(new Reader(leaf -> weighted(leaf, weight)).read(trees[tree].rootNode()), 0);
        }
        return builder;
    }

    private static double[] weighted(Node leaf, double weight) {
        return new double[] {leaf.prediction() * weight};
    }

    private static double[] counts(Node leaf) {
        return leaf.impurityStats().stats();
    }

    private static double[] shares(Node leaf) {
        double total = Arrays.stream(counts(leaf)).sum();
        return Arrays.stream(counts(leaf))
                .map(count -> total == 0 ? 0 : count / total)
                .toArray();
    }

    private interface LeafValues {
        double[] of(Node leaf);
    }

    /** Reads one tree; numbers its leaves from the left, as MLlib does. */
    private static final class Reader {
        private final LeafValues values;
        private int leaves;

        Reader(LeafValues values) {
            this.values = values;
        }

        TreeNode read(Node node) {
            if (!(node instanceof InternalNode fork)) {
                return new TreeNode.Leaf(leaves++, values.of(node));
            }
            TreeNode left = read(fork.leftChild());
            TreeNode right = read(fork.rightChild());
            if (fork.split() instanceof CategoricalSplit split) {
                return new TreeNode.Fork(among(split), left, right);
            }
            ContinuousSplit split = (ContinuousSplit) fork.split();
            return new TreeNode.Fork(
                    // Left where the value is at or below: below the next number. MLlib finds no infinite threshold.
                    new Split.Below(split.featureIndex(), Math.nextUp(split.threshold()), false), left, right);
        }

        private static Split among(CategoricalSplit split) {
            int known = split.numCategories();
            BitSet right = new BitSet();
            right.set(0, known);
            for (double category : split.leftCategories()) {
                right.clear((int) category);
            }
            // MLlib keeps the smaller side and sends everything else the other way, also what it never saw.
            boolean unknownGoesLeft = split.leftCategories().length > known / 2;
            return new Split.Among(split.featureIndex(), known, right, unknownGoesLeft, unknownGoesLeft);
        }
    }
}
