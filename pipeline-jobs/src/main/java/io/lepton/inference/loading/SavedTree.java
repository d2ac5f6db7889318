package io.lepton.inference.loading;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lepton.error.LeptonException;
import io.lepton.inference.ranks.Split;
import io.lepton.inference.trees.TreeNode;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A tree as XGBoost saves it: arrays by node, and categories in one array for all nodes. */
final class SavedTree {
    private final Map<String, double[]> arrays;
    private final BitSet[] categories;

    private SavedTree(Map<String, double[]> arrays) {
        this.arrays = arrays;
        this.categories = new BitSet[array("left_children").length];
        double[] nodes = array("categories_nodes");
        for (int i = 0; i < nodes.length; i++) {
            BitSet set = new BitSet();
            int first = (int) array("categories_segments")[i];
            for (int at = first; at < first + (int) array("categories_sizes")[i]; at++) {
                set.set((int) array("categories")[at]);
            }
            categories[(int) nodes[i]] = set;
        }
    }

    /** Reads the object that the parser is at. */
    static SavedTree of(JsonParser parser) throws IOException {
        Map<String, double[]> arrays = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.getCurrentName();
            JsonToken value = parser.nextToken();
            if (name.equals("tree_param")) {
                requireOneValue(parser);
            } else if (value == JsonToken.START_ARRAY && !name.equals("loss_changes") && !name.equals("sum_hessian")) {
                arrays.put(name, SavedBooster.numbers(parser));
            } else {
                parser.skipChildren();
            }
        }
        return new SavedTree(arrays);
    }

    private static void requireOneValue(JsonParser parser) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.getCurrentName();
            parser.nextToken();
            if (name.equals("size_leaf_vector") && Integer.parseInt(parser.getText()) > 1) {
                throw LeptonException.configuration("Cannot score an XGBoost model whose leaves hold several values:"
                        + " train it with multi_strategy one_output_per_tree.");
            }
        }
    }

    private double[] array(String name) {
        return arrays.get(name);
    }

    /** The tree, its leaves multiplied by a weight. */
    TreeNode root(float weight) {
        return node(0, weight);
    }

    private TreeNode node(int node, float weight) {
        int left = (int) array("left_children")[node];
        if (left < 0) {
            return new TreeNode.Leaf(node, new double[] {weight * (float) array("split_conditions")[node]});
        }
        return new TreeNode.Fork(split(node), node(left, weight), node((int) array("right_children")[node], weight));
    }

    private Split split(int node) {
        int feature = (int) array("split_indices")[node];
        boolean missingGoesLeft = array("default_left")[node] != 0;
        if (array("split_type")[node] == 1) {
            BitSet right = categories[node];
            return new Split.Among(feature, right.length(), right, true, missingGoesLeft);
        }
        return new Split.Below(feature, lowest((float) array("split_conditions")[node]), missingGoesLeft);
    }

    /** The lowest double that is not below the threshold once rounded to single: so values need not be rounded. */
    static double lowest(float threshold) {
        if (threshold == Float.NEGATIVE_INFINITY) {
            return threshold;
        }
        float previous = Math.nextDown(threshold);
        double middle = Float.isInfinite(threshold)
                ? 0x1.ffffffp127
                : previous == Float.NEGATIVE_INFINITY ? -0x1.ffffffp127 : ((double) previous + threshold) / 2;
        return (float) middle < threshold ? Math.nextUp(middle) : middle;
    }
}
