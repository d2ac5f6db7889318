package io.lepton.training.compression;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The trees of a booster in XGBoost's JSON format ("Introduction to Model IO" of its documentation), to be cut back. A split that goes becomes a leaf with the mean of the leaves
 * below it, each weighted by its sum of Hessians: the mean margin of the training rows stays.
 */
final class BoosterTrees {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build());

    private final JsonNode booster;

    /** @param booster in JSON */
    BoosterTrees(byte[] booster) {
        try {
            this.booster = JSON.readTree(booster);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read an XGBoost model: " + e.getMessage(), e);
        }
    }

    private static ObjectNode model(JsonNode booster) {
        return (ObjectNode) booster.at("/learner/gradient_booster/model");
    }

    /** Whether it is a sum of trees with one value a leaf, each as it was trained. */
    boolean canBeCut() {
        JsonNode kind = booster.at("/learner/gradient_booster/name");
        return kind.asText().equals("gbtree")
                && model(booster)
                                .path("trees")
                                .path(0)
                                .at("/tree_param/size_leaf_vector")
                                .asInt(1)
                        <= 1;
    }

    Size size() {
        JsonNode trees = model(booster).path("trees");
        long nodes = 0;
        for (JsonNode tree : trees) {
            nodes += tree.get("left_children").size();
        }
        return new Size(
                trees.size(),
                nodes,
                ThresholdBins.of(thresholds(trees), Strength.ALL_BINS).size(),
                0,
                0);
    }

    /** Those of splits of numbers, by feature. */
    private static Map<Integer, List<Double>> thresholds(JsonNode trees) {
        Map<Integer, List<Double>> thresholds = new HashMap<>();
        for (JsonNode tree : trees) {
            for (int node = 0; node < tree.get("left_children").size(); node++) {
                if (comparesNumbers(tree, node)) {
                    thresholds
                            .computeIfAbsent(tree.get("split_indices").get(node).asInt(), feature -> new ArrayList<>())
                            .add(tree.get("split_conditions").get(node).asDouble());
                }
            }
        }
        return thresholds;
    }

    private static boolean comparesNumbers(JsonNode tree, int node) {
        return tree.get("left_children").get(node).asInt() >= 0
                && tree.get("split_type").get(node).asInt() == 0;
    }

    private static void bin(JsonNode trees, int most) {
        ThresholdBins bins = ThresholdBins.of(thresholds(trees), most);
        for (JsonNode tree : trees) {
            ArrayNode conditions = (ArrayNode) tree.get("split_conditions");
            for (int node = 0; node < conditions.size(); node++) {
                if (comparesNumbers(tree, node)) {
                    double threshold = bins.of(
                            tree.get("split_indices").get(node).asInt(),
                            conditions.get(node).asDouble());
                    conditions.set(node, JSON.getNodeFactory().numberNode((float) threshold));
                }
            }
        }
    }

    /** Gains of all splits. */
    double[] gains() {
        List<Double> gains = new ArrayList<>();
        for (JsonNode tree : model(booster).get("trees")) {
            for (int node = 0; node < tree.get("left_children").size(); node++) {
                if (tree.get("left_children").get(node).asInt() >= 0) {
                    gains.add(tree.get("loss_changes").get(node).asDouble());
                }
            }
        }
        return gains.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /** The booster, in JSON, with its first rounds and what stays of their trees. */
    byte[] cut(Strength strength) {
        LeafCost cost = LeafCost.quantile(gains(), strength.splits());
        ObjectNode copy = booster.deepCopy();
        ObjectNode model = model(copy);
        int rounds = model.get("iteration_indptr").size() - 1;
        int keptRounds = strength.treesOf(rounds);
        int kept = model.get("iteration_indptr").get(keptRounds).asInt();
        shorten((ArrayNode) model.get("iteration_indptr"), keptRounds + 1);
        shorten((ArrayNode) model.get("tree_info"), kept);
        ArrayNode trees = (ArrayNode) model.get("trees");
        shorten(trees, kept);
        ((ObjectNode) model.get("gbtree_model_param")).put("num_trees", String.valueOf(kept));
        for (int i = 0; i < trees.size(); i++) {
            trees.set(i, new Cutting((ObjectNode) trees.get(i), cost).cut(i));
        }
        bin(trees, strength.bins());
        try {
            return JSON.writeValueAsBytes(copy);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write an XGBoost model: " + e.getMessage(), e);
        }
    }

    private static void shorten(ArrayNode list, int count) {
        while (list.size() > count) {
            list.remove(list.size() - 1);
        }
    }

    /** One tree. */
    private static final class Cutting {
        /** One value a node. */
        private static final List<String> OF_NODES = List.of(
                "base_weights",
                "default_left",
                "loss_changes",
                "split_conditions",
                "split_indices",
                "split_type",
                "sum_hessian");

        private final ObjectNode tree;
        private final int[] left;
        private final int[] right;
        private final double[] gain;
        private final double[] hessian;
        private final double[] value;
        private final double[] worth;

        Cutting(ObjectNode tree, LeafCost cost) {
            this.tree = tree;
            this.left = whole("left_children");
            this.right = whole("right_children");
            this.gain = numbers("loss_changes");
            this.hessian = numbers("sum_hessian");
            this.value = numbers("split_conditions");
            this.worth = new double[left.length];
            judge(0, cost);
        }

        private int[] whole(String name) {
            return Arrays.stream(numbers(name)).mapToInt(number -> (int) number).toArray();
        }

        private double[] numbers(String name) {
            JsonNode list = tree.get(name);
            double[] numbers = new double[list.size()];
            Arrays.setAll(numbers, i -> list.get(i).asDouble());
            return numbers;
        }

        /** Sets what each split is worth, and the value that its node has as a leaf. */
        private void judge(int node, LeafCost cost) {
            if (left[node] < 0) {
                return;
            }
            judge(left[node], cost);
            judge(right[node], cost);
            worth[node] = cost.worth(gain[node], worth[left[node]] + worth[right[node]]);
            double weights = hessian[left[node]] + hessian[right[node]];
            value[node] = weights > 0
                    ? (hessian[left[node]] * value[left[node]] + hessian[right[node]] * value[right[node]]) / weights
                    : (value[left[node]] + value[right[node]]) / 2;
        }

        ObjectNode cut(int id) {
            List<Integer> kept = new ArrayList<>();
            List<Integer> parents = new ArrayList<>();
            kept.add(0);
            parents.add(Integer.MAX_VALUE);
            int[] newLeft = new int[left.length];
            for (int at = 0; at < kept.size(); at++) {
                int node = kept.get(at);
                newLeft[at] = -1;
                if (left[node] >= 0 && worth[node] > 0) {
                    newLeft[at] = kept.size();
                    kept.add(left[node]);
                    kept.add(right[node]);
                    parents.add(at);
                    parents.add(at);
                }
            }
            ObjectNode cut = tree.deepCopy();
            cut.put("id", id);
            ((ObjectNode) cut.get("tree_param")).put("num_nodes", String.valueOf(kept.size()));
            ((ObjectNode) cut.get("tree_param")).put("num_deleted", "0");
            for (String name : OF_NODES) {
                ArrayNode list = cut.putArray(name);
                kept.forEach(node -> list.add(tree.get(name).get(node)));
            }
            ArrayNode lefts = cut.putArray("left_children");
            ArrayNode rights = cut.putArray("right_children");
            ArrayNode ups = cut.putArray("parents");
            for (int at = 0; at < kept.size(); at++) {
                boolean leaf = newLeft[at] < 0;
                lefts.add(newLeft[at]);
                rights.add(leaf ? -1 : newLeft[at] + 1);
                ups.add(parents.get(at));
                if (leaf && left[kept.get(at)] >= 0) {
                    becomeLeaf(cut, at, value[kept.get(at)]);
                }
            }
            keepCategories(cut, kept, newLeft);
            return cut;
        }

        private static void becomeLeaf(ObjectNode cut, int at, double value) {
            ((ArrayNode) cut.get("split_conditions"))
                    .set(at, JSON.getNodeFactory().numberNode((float) value));
            ((ArrayNode) cut.get("split_indices")).set(at, JSON.getNodeFactory().numberNode(0));
            ((ArrayNode) cut.get("split_type")).set(at, JSON.getNodeFactory().numberNode(0));
            ((ArrayNode) cut.get("loss_changes")).set(at, JSON.getNodeFactory().numberNode(0.0f));
        }

        /** Lists of categories are in the order of their nodes, each with where it begins and how long it is. */
        private void keepCategories(ObjectNode cut, List<Integer> kept, int[] newLeft) {
            int[] nodes = whole("categories_nodes");
            int[] segments = whole("categories_segments");
            int[] sizes = whole("categories_sizes");
            ArrayNode newNodes = cut.putArray("categories_nodes");
            ArrayNode newSegments = cut.putArray("categories_segments");
            ArrayNode newSizes = cut.putArray("categories_sizes");
            ArrayNode categories = cut.putArray("categories");
            for (int at = 0; at < kept.size(); at++) {
                int list = Arrays.binarySearch(nodes, kept.get(at));
                if (newLeft[at] < 0 || list < 0) {
                    continue;
                }
                newNodes.add(at);
                newSegments.add(categories.size());
                newSizes.add(sizes[list]);
                for (int i = 0; i < sizes[list]; i++) {
                    categories.add(tree.get("categories").get(segments[list] + i));
                }
            }
        }
    }
}
