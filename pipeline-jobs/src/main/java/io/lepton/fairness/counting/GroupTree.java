package io.lepton.fairness.counting;

import io.lepton.columns.ColumnBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/** Tallies of one task's groups by the codes of their names, a level an attribute: a row walks down. */
final class GroupTree {
    private final Node root = new Node();
    private int groups;

    /** A group so far: of no attribute, of the first, ... */
    private static final class Node {
        /** By the code of the next name and one. */
        private Node[] next = {};
        /** Of the group, where no attribute follows; else it stays empty. */
        private final GroupTally tally = new GroupTally();

        private boolean begun;
    }

    /**
     * The tally of a row's group.
     *
     * @param codes of the names, by attribute and row
     */
    GroupTally of(int[][] codes, int row) {
        Node node = root;
        for (int[] names : codes) {
            int at = names[row] + 1;
            if (at >= node.next.length || node.next[at] == null) {
                begin(node, at);
            }
            node = node.next[at];
        }
        if (!node.begun) {
            node.begun = true;
            groups++;
        }
        return node.tally;
    }

    private static void begin(Node node, int at) {
        if (at >= node.next.length) {
            node.next = Arrays.copyOf(node.next, Math.max(at + 1, 2 * node.next.length));
        }
        node.next[at] = new Node();
    }

    int size() {
        return groups;
    }

    /**
     * The tallies by names.
     *
     * @param names knows the texts of codes, whose columns are those of the attributes
     */
    HashMap<List<String>, GroupTally> named(ColumnBlock names, int attributes) {
        HashMap<List<String>, GroupTally> named = new HashMap<>();
        collect(root, names, attributes, new ArrayList<>(), named);
        return named;
    }

    private static void collect(
            Node node, ColumnBlock texts, int attributes, List<String> group, HashMap<List<String>, GroupTally> named) {
        if (group.size() == attributes) {
            // A text may say what stands for a missing one. What was counted stays as it is: rows may follow.
            named.merge(List.copyOf(group), node.tally, GroupTree::sum);
            return;
        }
        for (int at = 0; at < node.next.length; at++) {
            if (node.next[at] != null) {
                group.add(at == 0 ? ProtectedGroups.MISSING : texts.text(group.size(), at - 1));
                collect(node.next[at], texts, attributes, group, named);
                group.remove(group.size() - 1);
            }
        }
    }

    private static GroupTally sum(GroupTally one, GroupTally other) {
        GroupTally sum = new GroupTally();
        sum.addAll(one);
        sum.addAll(other);
        return sum;
    }
}
