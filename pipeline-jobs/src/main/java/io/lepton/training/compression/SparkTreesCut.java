package io.lepton.training.compression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.ml.tree.Split;

/**
 * Cuts back the trees of MLlib's models. A split that goes becomes a leaf that predicts what MLlib found for the rows of its node. A split's gain
 * is that of impurity times the rows of its node.
 */
final class SparkTreesCut {
    private SparkTreesCut() {}

    /** Roots of a model's trees; none where it is no model of trees. */
    static List<Node> roots(Transformer model) {
        if (model instanceof DecisionTreeClassificationModel tree) {
            return List.of(tree.rootNode());
        } else if (model instanceof DecisionTreeRegressionModel tree) {
            return List.of(tree.rootNode());
        } else if (model instanceof RandomForestClassificationModel forest) {
            return Arrays.stream(forest.trees())
                    .map(DecisionTreeClassificationModel::rootNode)
                    .toList();
        } else if (model instanceof RandomForestRegressionModel forest) {
            return rootsOf(forest.trees());
        } else if (model instanceof GBTClassificationModel boosted) {
            return rootsOf(boosted.trees());
        } else if (model instanceof GBTRegressionModel boosted) {
            return rootsOf(boosted.trees());
        }
        return List.of();
    }

    private static List<Node> rootsOf(DecisionTreeRegressionModel[] trees) {
        return Arrays.stream(trees).map(DecisionTreeRegressionModel::rootNode).toList();
    }

    /** Absent where it is no model of trees. */
    static Optional<Transformer> cut(Transformer model, Strength strength) {
        List<Node> roots = roots(model);
        if (roots.isEmpty()) {
            return Optional.empty();
        }
        List<Double> gains = new ArrayList<>();
        roots.forEach(root -> addGains(root, gains));
        LeafCost cost = LeafCost.quantile(
                gains.stream().mapToDouble(Double::doubleValue).toArray(), strength.splits());
        int trees = strength.treesOf(roots.size());
        ThresholdBins bins = ThresholdBins.of(thresholds(roots.subList(0, trees)), strength.bins());
        return Optional.of(rebuilt(model, trees, new Cutting(cost, bins)));
    }

    private static void addGains(Node node, List<Double> gains) {
        if (node instanceof InternalNode split) {
            gains.add(gain(split));
            addGains(split.leftChild(), gains);
            addGains(split.rightChild(), gains);
        }
    }

    private static double gain(InternalNode split) {
        return split.gain() * split.impurityStats().count();
    }

    private static Transformer rebuilt(Transformer model, int trees, Cutting cutting) {
        if (model instanceof DecisionTreeClassificationModel tree) {
            return tree(tree, cutting);
        } else if (model instanceof DecisionTreeRegressionModel tree) {
            return tree(tree, cutting);
        } else if (model instanceof RandomForestClassificationModel forest) {
            DecisionTreeClassificationModel[] kept = Arrays.stream(forest.trees())
                    .limit(trees)
                    .map(tree -> tree(tree, cutting))
                    .toArray(DecisionTreeClassificationModel[]::new);
            RandomForestClassificationModel smaller = like(
                    forest,
                    new RandomForestClassificationModel(forest.uid(), kept, forest.numFeatures(), forest.numClasses()));
            // What is loaded is held against the setting.
            smaller.set(smaller.numTrees(), trees);
            return smaller;
        } else if (model instanceof RandomForestRegressionModel forest) {
            RandomForestRegressionModel smaller = like(
                    forest,
                    new RandomForestRegressionModel(
                            forest.uid(), trees(forest.trees(), trees, cutting), forest.numFeatures()));
            smaller.set(smaller.numTrees(), trees);
            return smaller;
        } else if (model instanceof GBTClassificationModel boosted) {
            return like(
                    boosted,
                    new GBTClassificationModel(
                            boosted.uid(),
                            trees(boosted.trees(), trees, cutting),
                            Arrays.copyOf(boosted.treeWeights(), trees),
                            boosted.numFeatures(),
                            boosted.numClasses()));
        }
        GBTRegressionModel boosted = (GBTRegressionModel) model;
        return like(
                boosted,
                new GBTRegressionModel(
                        boosted.uid(),
                        trees(boosted.trees(), trees, cutting),
                        Arrays.copyOf(boosted.treeWeights(), trees),
                        boosted.numFeatures()));
    }

    private static DecisionTreeRegressionModel[] trees(DecisionTreeRegressionModel[] all, int count, Cutting cutting) {
        return Arrays.stream(all)
                .limit(count)
                .map(tree -> tree(tree, cutting))
                .toArray(DecisionTreeRegressionModel[]::new);
    }

    private static DecisionTreeRegressionModel tree(DecisionTreeRegressionModel tree, Cutting cutting) {
        return like(
                tree,
                new DecisionTreeRegressionModel(
                        tree.uid(), cutting.cut(tree.rootNode()).node(), tree.numFeatures()));
    }

    private static DecisionTreeClassificationModel tree(DecisionTreeClassificationModel tree, Cutting cutting) {
        return like(
                tree,
                new DecisionTreeClassificationModel(
                        tree.uid(), cutting.cut(tree.rootNode()).node(), tree.numFeatures(), tree.numClasses()));
    }

    /** With the settings of the model that it was made of. */
    private static <M extends Model<M>> M like(M model, M smaller) {
        model.copyValues(smaller, ParamMap.empty());
        return smaller;
    }

    /** Different thresholds of all trees. */
    static long thresholds(Transformer model) {
        return ThresholdBins.of(thresholds(roots(model)), Strength.ALL_BINS).size();
    }

    private static Map<Integer, List<Double>> thresholds(List<Node> roots) {
        Map<Integer, List<Double>> thresholds = new HashMap<>();
        roots.forEach(root -> addThresholds(root, thresholds));
        return thresholds;
    }

    private static void addThresholds(Node node, Map<Integer, List<Double>> thresholds) {
        if (node instanceof InternalNode split) {
            if (split.split() instanceof ContinuousSplit continuous) {
                thresholds
                        .computeIfAbsent(continuous.featureIndex(), feature -> new ArrayList<>())
                        .add(continuous.threshold());
            }
            addThresholds(split.leftChild(), thresholds);
            addThresholds(split.rightChild(), thresholds);
        }
    }

    /** What stays of a node, and what that is worth. */
    private record Kept(Node node, double worth) {}

    /** How nodes are cut back. */
    private record Cutting(LeafCost cost, ThresholdBins bins) {

        Kept cut(Node node) {
            if (!(node instanceof InternalNode split)) {
                return new Kept(node, 0);
            }
            Kept left = cut(split.leftChild());
            Kept right = cut(split.rightChild());
            double worth = cost.worth(gain(split), left.worth() + right.worth());
            Node kept = worth > 0
                    ? new InternalNode(
                            split.prediction(),
                            split.impurity(),
                            split.gain(),
                            left.node(),
                            right.node(),
                            binned(split.split()),
                            split.impurityStats())
                    : new LeafNode(split.prediction(), split.impurity(), split.impurityStats());
            return new Kept(kept, worth);
        }

        private Split binned(Split split) {
            return split instanceof ContinuousSplit continuous
                    ? new ContinuousSplit(
                            continuous.featureIndex(), bins.of(continuous.featureIndex(), continuous.threshold()))
                    : split;
        }
    }
}
