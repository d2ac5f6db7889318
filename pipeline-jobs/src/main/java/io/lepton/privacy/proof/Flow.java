package io.lepton.privacy.proof;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Earth mover's distance of a class's values to those of the whole table; a null is the missing value. */
interface Flow extends Serializable {
    /** @param counts rows of the class by value */
    double from(Map<String, Long> counts);

    private static double total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** All values equally far apart: what of the class has no counterpart in the table. */
    record Overlap(HashMap<String, Long> table) implements Flow {
        Overlap(Map<String, Long> table) {
            this(new HashMap<>(table));
        }

        @Override
        public double from(Map<String, Long> counts) {
            double rows = total(counts);
            double all = total(table);
            double shared = 0;
            for (Map.Entry<String, Long> value : counts.entrySet()) {
                shared += Math.min(value.getValue() / rows, table.get(value.getKey()) / all);
            }
            return 1 - shared;
        }
    }

    /** Values on a line, one step apart: the area between the two distribution functions. */
    final class Line implements Flow {
        private static final long serialVersionUID = 1;

        private final double[] values;
        private final double[] upTo;
        private final double missing;

        Line(Map<String, Long> table) {
            double all = total(table);
            TreeMap<Double, Long> ordered = new TreeMap<>();
            table.forEach((value, rows) -> {
                if (value != null) {
                    ordered.merge(Double.valueOf(value), rows, Long::sum);
                }
            });
            values = ordered.keySet().stream().mapToDouble(Double::doubleValue).toArray();
            upTo = new double[values.length];
            long sum = 0;
            int at = 0;
            for (long rows : ordered.values()) {
                sum += rows;
                upTo[at++] = sum / all;
            }
            missing = table.getOrDefault(null, 0L) / all;
        }

        @Override
        public double from(Map<String, Long> counts) {
            double rows = total(counts);
            Map<Double, Long> held = new HashMap<>();
            counts.forEach((value, n) -> {
                if (value != null) {
                    held.merge(Double.valueOf(value), n, Long::sum);
                }
            });
            double area = 0;
            long sum = 0;
            for (int i = 0; i + 1 < values.length; i++) {
                sum += held.getOrDefault(values[i], 0L);
                area += Math.abs(sum / rows - upTo[i]);
            }
            double absent = Math.abs(counts.getOrDefault(null, 0L) / rows - missing);
            return (values.length > 1 ? area / (values.length - 1) : 0) + absent;
        }
    }

    /**
     * Values below a tree: what has to pass each node's edge upwards, times half of the difference in height. Equal to the distance by
     * lowest common nodes, as a leaf's way to a node of height h is h long.
     */
    final class Tree implements Flow {
        private static final long serialVersionUID = 1;

        private final HashMap<String, List<List<String>>> paths = new HashMap<>();
        private final HashMap<List<String>, Double> lengths = new HashMap<>();
        private final HashMap<List<String>, Double> table = new HashMap<>();

        /** @param labels of every value, from the first generalization upwards */
        Tree(Map<String, Long> rows, Map<String, List<String>> labels) {
            Map<List<String>, Integer> heights = new HashMap<>();
            labels.forEach((value, path) -> {
                List<List<String>> nodes = new ArrayList<>();
                List<String> full = new ArrayList<>(List.of(value));
                full.addAll(path);
                boolean rooted = path.get(path.size() - 1).equals("*");
                for (int level = 0; level < full.size() - (rooted ? 1 : 0); level++) {
                    nodes.add(List.copyOf(full.subList(level, full.size())));
                    heights.merge(nodes.get(level), level, Math::max);
                }
                paths.put(value, nodes);
            });
            paths.put(null, List.of(List.of()));
            heights.put(List.of(), 0);
            int root = paths.values().stream().mapToInt(List::size).max().orElse(1);
            for (List<List<String>> nodes : paths.values()) {
                for (int i = 0; i < nodes.size(); i++) {
                    int above = i + 1 < nodes.size() ? heights.get(nodes.get(i + 1)) : root;
                    lengths.put(nodes.get(i), (above - heights.get(nodes.get(i))) / (2.0 * root));
                }
            }
            shares(rows, table);
        }

        private void shares(Map<String, Long> counts, Map<List<String>, Double> shares) {
            double all = total(counts);
            counts.forEach((value, n) -> paths.get(value).forEach(node -> shares.merge(node, n / all, Double::sum)));
        }

        @Override
        public double from(Map<String, Long> counts) {
            Map<List<String>, Double> held = new HashMap<>();
            shares(counts, held);
            double cost = 0;
            for (Map.Entry<List<String>, Double> node : table.entrySet()) {
                cost += lengths.get(node.getKey()) * Math.abs(node.getValue() - held.getOrDefault(node.getKey(), 0.0));
            }
            return cost;
        }
    }
}
