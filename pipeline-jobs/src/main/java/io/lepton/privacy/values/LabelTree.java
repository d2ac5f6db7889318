package io.lepton.privacy.values;

import io.lepton.error.LeptonException;
import io.lepton.privacy.Hierarchy;
import io.lepton.privacy.criteria.HierarchicalDistance;
import io.lepton.privacy.recoding.TreeAttribute;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Labels above labels above values; the root is node 0 ({@code *}), and a node has a greater number than its parent. */
final class LabelTree implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String ROOT = "*";

    private final ArrayList<String> labels = new ArrayList<>();
    private final ArrayList<Integer> parents = new ArrayList<>();
    private final HashMap<String, Integer> leafOfValue = new HashMap<>();
    private final transient Function<String, LeptonException> unknown;

    private LabelTree(Function<String, LeptonException> unknown) {
        this.unknown = unknown;
        add(ROOT, 0);
    }

    /** A node is its label with all labels above it, so that equal labels in different places stay apart. */
    static LabelTree of(String column, Hierarchy hierarchy) {
        LabelTree tree = new LabelTree(value -> hierarchy.unknown(column, value));
        Map<List<String>, Integer> nodes = new HashMap<>();
        hierarchy.labels().forEach((value, path) -> {
            int top = path.size() - 1;
            int node = 0;
            // The file's own root is ours.
            for (int level = path.get(top).equals(ROOT) ? top - 1 : top; level >= 0; level--) {
                int parent = node;
                String label = path.get(level);
                node = nodes.computeIfAbsent(path.subList(level, path.size()), key -> tree.add(label, parent));
            }
            tree.leafOfValue.put(value, tree.add(value, node));
        });
        return tree;
    }

    /**
     * Texts below their common beginnings: {@code 12*} above {@code 121} and {@code 127}.
     *
     * @param values ascending
     */
    static LabelTree ofPrefixes(List<String> values) {
        LabelTree tree = new LabelTree(value -> {
            throw new IllegalArgumentException("no such value");
        });
        tree.addPrefixes(values, 0, 0);
        return tree;
    }

    private void addPrefixes(List<String> values, int length, int node) {
        int from = 0;
        while (from < values.size()) {
            String first = values.get(from);
            int next = length < first.length() ? first.codePointAt(length) : -1;
            int to = from + 1;
            while (to < values.size() && next >= 0 && values.get(to).codePointAt(length) == next) {
                to++;
            }
            if (to == from + 1) {
                leafOfValue.put(first, add(first, node));
            } else {
                int shared = shared(first, values.get(to - 1), length);
                addPrefixes(values.subList(from, to), shared, add(first.substring(0, shared) + ROOT, node));
            }
            from = to;
        }
    }

    private static int shared(String first, String last, int from) {
        int length = from;
        while (length < first.length()
                && length < last.length()
                && first.codePointAt(length) == last.codePointAt(length)) {
            length += Character.charCount(first.codePointAt(length));
        }
        return length;
    }

    private int add(String label, int parent) {
        labels.add(label);
        parents.add(parent);
        return labels.size() - 1;
    }

    String label(int node) {
        return labels.get(node);
    }

    /** @throws LeptonException configuration, if a value is not in the tree */
    TreeAttribute attribute(List<String> values, boolean anyMissing) {
        int[] leaves = new int[labels.size()];
        for (int leaf : leafOfValue.values()) {
            leaves[leaf] = 1;
        }
        for (int node = leaves.length - 1; node > 0; node--) {
            leaves[parents.get(node)] += leaves[node];
        }
        return new TreeAttribute(values.stream().mapToInt(this::leaf).toArray(), ints(parents), leaves, anyMissing);
    }

    /** A missing value is the last, right below the root. */
    HierarchicalDistance distance(List<String> values, boolean anyMissing) {
        List<Integer> leaves = new ArrayList<>(values.stream().map(this::leaf).toList());
        List<Integer> above = new ArrayList<>(parents);
        if (anyMissing) {
            leaves.add(above.size());
            above.add(0);
        }
        return new HierarchicalDistance(ints(leaves), ints(above));
    }

    private int leaf(String value) {
        Integer leaf = leafOfValue.getOrDefault(value, leafOfValue.get(plain(value)));
        if (leaf == null) {
            throw unknown.apply(value);
        }
        return leaf;
    }

    /** A number as hierarchies write it: 39, and not 39.0. */
    private static String plain(String value) {
        return value.contains(".") ? value.replaceFirst("\\.?0+$", "") : value;
    }

    private static int[] ints(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
    }
}
