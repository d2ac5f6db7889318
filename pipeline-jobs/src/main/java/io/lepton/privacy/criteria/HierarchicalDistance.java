package io.lepton.privacy.criteria;

/**
 * Two values are as far apart as the lowest node above both is high: height / height of the tree. Every node pays, for what its children
 * cannot settle among themselves, the smaller of surplus and shortage times its height.
 */
public final class HierarchicalDistance implements Distance {
    private static final long serialVersionUID = 1;

    private final int[] leaves;
    private final int[] parents;
    private final int[] heights;

    /**
     * @param leaves the node of every value
     * @param parents of every node; the root, node 0, is its own; a parent has a smaller number than its children
     */
    public HierarchicalDistance(int[] leaves, int[] parents) {
        this.leaves = leaves.clone();
        this.parents = parents.clone();
        this.heights = new int[parents.length];
        for (int node = parents.length - 1; node > 0; node--) {
            heights[parents[node]] = Math.max(heights[parents[node]], heights[node] + 1);
        }
    }

    @Override
    public double of(double[] differences) {
        double[] surplus = new double[parents.length];
        double[] shortage = new double[parents.length];
        double[] extra = new double[parents.length];
        for (int value = 0; value < differences.length; value++) {
            extra[leaves[value]] += differences[value];
        }
        double cost = 0;
        for (int node = parents.length - 1; node > 0; node--) {
            cost += heights[node] * Math.min(surplus[node], shortage[node]);
            int parent = parents[node];
            extra[parent] += extra[node];
            if (extra[node] > 0) {
                surplus[parent] += extra[node];
            } else {
                shortage[parent] -= extra[node];
            }
        }
        cost += heights[0] * Math.min(surplus[0], shortage[0]);
        return heights[0] == 0 ? 0 : cost / heights[0];
    }
}
