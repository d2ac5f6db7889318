package io.lepton.privacy;

import io.lepton.privacy.recoding.TreeAttribute;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A {@link Hierarchy} as a tree of nodes, the root being node 0 ({@code *}). A node is its label with all labels above it, so that equal
 * labels in different places stay apart.
 */
final class HierarchyTree {
    private static final String ROOT = "*";

    private final String column;
    private final Hierarchy hierarchy;
    private final List<String> labels = new ArrayList<>();
    private final List<Integer> parents = new ArrayList<>();
    private final List<Integer> leaves = new ArrayList<>();
    private final Map<String, Integer> leafOfValue = new HashMap<>();

    HierarchyTree(String column, Hierarchy hierarchy) {
        this.column = column;
        this.hierarchy = hierarchy;
        Map<List<String>, Integer> nodes = new HashMap<>();
        add(ROOT, 0);
        hierarchy.labels().forEach((value, path) -> {
            int top = path.size() - 1;
            int node = 0;
            // The file's own root is ours.
            for (int level = path.get(top).equals(ROOT) ? top - 1 : top; level >= 0; level--) {
                int parent = node;
                String label = path.get(level);
                node = nodes.computeIfAbsent(path.subList(level, path.size()), key -> add(label, parent));
            }
            leafOfValue.put(value, add(value, node));
        });
        for (int leaf : leafOfValue.values()) {
            int node = leaf;
            leaves.set(node, 1);
            while (node != 0) {
                node = parents.get(node);
                leaves.set(node, leaves.get(node) + 1);
            }
        }
    }

    private int add(String label, int parent) {
        labels.add(label);
        parents.add(parent);
        leaves.add(0);
        return labels.size() - 1;
    }

    /** @throws io.lepton.error.LeptonException configuration, if a value is not in the hierarchy */
    TreeAttribute attribute(List<String> values, boolean anyMissing) {
        return new TreeAttribute(
                values.stream().mapToInt(this::leaf).toArray(), ints(parents), ints(leaves), anyMissing);
    }

    private int leaf(String value) {
        Integer leaf = leafOfValue.get(value);
        if (leaf == null) {
            throw Generalization.unknown(column, value, hierarchy);
        }
        return leaf;
    }

    /** The label of the lowest node above all values. */
    String label(List<String> values) {
        List<Integer> shared = upwards(leaf(values.get(0)));
        for (String value : values) {
            shared.retainAll(upwards(leaf(value)));
        }
        return labels.get(shared.get(0));
    }

    private List<Integer> upwards(int node) {
        List<Integer> path = new ArrayList<>();
        for (int up = node; up != 0; up = parents.get(up)) {
            path.add(up);
        }
        path.add(0);
        return path;
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
