package io.lepton.training.rules;

import io.lepton.error.LeptonException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.Node;

/**
 * One decision tree as a list of sentences, a leaf each, that together decide every row: {@code Where age > 29.5 and sex is Male: income is
 * >50K for 81.0 % of 530 rows.}
 *
 * @param condition words for one comparison
 * @param label what is predicted
 * @param classes its values by class number; empty for numbers
 */
public record TreeRules(Condition condition, String label, List<String> classes) {

    /**
     * The sentences, from the leftmost leaf on.
     *
     * @param model an MLlib decision tree that was just fitted; a loaded one has forgotten how many rows its leaves had
     * @throws LeptonException configuration, if the model is no single tree
     */
    public List<String> of(Transformer model) {
        List<String> sentences = new ArrayList<>();
        collect(root(model), new LinkedHashMap<>(), sentences);
        return sentences;
    }

    private static Node root(Transformer model) {
        if (model instanceof DecisionTreeClassificationModel tree) {
            return tree.rootNode();
        } else if (model instanceof DecisionTreeRegressionModel tree) {
            return tree.rootNode();
        }
        throw LeptonException.configuration(
                "Cannot tell rules of " + model.getClass().getSimpleName() + ": only a single decision tree has them.");
    }

    /** Between which thresholds a feature is on the way to a leaf; the last comparison on a side is the tightest. */
    private record Bounds(double above, double upTo) {}

    private void collect(Node node, Map<Integer, Bounds> path, List<String> sentences) {
        if (!(node instanceof InternalNode fork)) {
            sentences.add(sentence(path, node));
            return;
        }
        ContinuousSplit split = (ContinuousSplit) fork.split();
        Bounds bounds =
                path.getOrDefault(split.featureIndex(), new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
        collect(fork.leftChild(), with(path, split, new Bounds(bounds.above(), split.threshold())), sentences);
        collect(fork.rightChild(), with(path, split, new Bounds(split.threshold(), bounds.upTo())), sentences);
    }

    private static Map<Integer, Bounds> with(Map<Integer, Bounds> path, ContinuousSplit split, Bounds bounds) {
        Map<Integer, Bounds> longer = new LinkedHashMap<>(path);
        longer.put(split.featureIndex(), bounds);
        return longer;
    }

    private String sentence(Map<Integer, Bounds> path, Node leaf) {
        List<String> conditions = new ArrayList<>();
        path.forEach((feature, bounds) -> {
            if (bounds.above() > Double.NEGATIVE_INFINITY) {
                conditions.add(condition.text(feature, bounds.above(), true));
            }
            if (bounds.upTo() < Double.POSITIVE_INFINITY) {
                conditions.add(condition.text(feature, bounds.upTo(), false));
            }
        });
        String where = conditions.isEmpty() ? "Always: " : "Where " + String.join(" and ", conditions) + ": ";
        String rows =
                String.format(Locale.ROOT, "%,d rows", leaf.impurityStats().rawCount());
        if (classes.isEmpty()) {
            return String.format(Locale.ROOT, "%s%s is about %.4g, by %s.", where, label, leaf.prediction(), rows);
        }
        int predicted = (int) leaf.prediction();
        double[] weights = leaf.impurityStats().stats();
        double share = 100 * weights[predicted] / Arrays.stream(weights).sum();
        return String.format(
                Locale.ROOT, "%s%s is %s for %.1f %% of %s.", where, label, classes.get(predicted), share, rows);
    }
}
