package io.lepton.inference.trees;

import io.lepton.inference.Link;
import io.lepton.inference.ranks.CategoryReading;
import io.lepton.inference.ranks.Questions;
import io.lepton.inference.ranks.Split;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the trees of an ensemble in the order in which the source library adds them, and lays them out. */
public final class TreeEnsembleBuilder {
    /** Distinct questions of a group: their answers for a block take 32 bytes each, and should stay in the second-level cache. */
    private static final int MOST_QUESTIONS = 8192;

    /** Forks of a group whose trees rows walk down; bounds the distinct thresholds of a feature too. */
    private static final int MOST_FORKS = Questions.MOST_RANKS;

    private record Tree(TreeNode root, int output, int outputs) {}

    private final int features;
    private final Precision precision;
    private final CategoryReading reading;
    private final List<Tree> trees = new ArrayList<>();
    private double[] base = {0};
    private int divisor = 1;
    private Link link = Link.IDENTITY;

    public TreeEnsembleBuilder(int features, Precision precision, CategoryReading reading) {
        this.features = features;
        this.precision = precision;
        this.reading = reading;
    }

    /** What every sum begins with; its length is the number of outputs. */
    public TreeEnsembleBuilder base(double... scores) {
        base = scores.clone();
        return this;
    }

    /** What sums are divided by. */
    public TreeEnsembleBuilder divisor(int by) {
        divisor = by;
        return this;
    }

    public TreeEnsembleBuilder link(Link to) {
        link = to;
        return this;
    }

    /** Adds a tree whose leaves hold as many values as it has outputs, the first of which is {@code output}. */
    public TreeEnsembleBuilder add(TreeNode root, int output) {
        TreeNode node = root;
        while (node instanceof TreeNode.Fork fork) {
            node = fork.left();
        }
        trees.add(new Tree(root, output, ((TreeNode.Leaf) node).values().length));
        return this;
    }

    /** Lays the trees out for the fastest way to walk them. */
    public TreeEnsemble build() {
        return build(walks().get(0));
    }

    /** The ways in which rows can walk the trees, the fastest first. */
    public List<Walk> walks() {
        return trees.stream().allMatch(tree -> tree.root().height() <= BitTree.MOST_HEIGHT)
                ? List.of(Walk.BITS, Walk.DESCENT)
                : List.of(Walk.DESCENT);
    }

    /**
     * Lays the trees out for one way to walk them.
     *
     * @param walk one of {@link #walks}
     */
    public TreeEnsemble build(Walk walk) {
        if (!walks().contains(walk)) {
            throw new IllegalArgumentException("The trees are too high to be walked by " + walk);
        }
        List<TreeGroup> groups = new ArrayList<>();
        List<Tree> group = new ArrayList<>();
        Set<Split> questions = new LinkedHashSet<>();
        for (Tree tree : trees) {
            Set<Split> more = new HashSet<>();
            collect(tree.root(), more);
            more.removeAll(questions);
            int most = walk == Walk.BITS ? MOST_QUESTIONS : MOST_FORKS;
            if (!group.isEmpty() && questions.size() + more.size() > most) {
                groups.add(compiled(group, questions, walk));
                group = new ArrayList<>();
                questions = new LinkedHashSet<>();
            }
            group.add(tree);
            collect(tree.root(), questions);
        }
        groups.add(compiled(group, questions, walk));
        return new TreeEnsemble(this, walk, groups.toArray(TreeGroup[]::new));
    }

    private static void collect(TreeNode node, Set<Split> to) {
        if (node instanceof TreeNode.Fork fork) {
            to.add(fork.split());
            collect(fork.left(), to);
            collect(fork.right(), to);
        }
    }

    private TreeGroup compiled(List<Tree> group, Set<Split> splits, Walk walk) {
        Questions questions = new Questions(splits, reading);
        CompiledTree[] compiled = new CompiledTree[group.size()];
        int words = questions.words();
        for (int i = 0; i < compiled.length; i++) {
            Tree tree = group.get(i);
            if (walk == Walk.BITS) {
                BitTree.Compiler compiler = new BitTree.Compiler(questions, questions.words());
                compiled[i] = compiler.compile(tree.root(), tree.output(), tree.outputs(), precision);
                words = Math.max(words, compiler.end());
            } else {
                compiled[i] = new DescentTree.Compiler(questions, tree.root())
                        .compile(tree.output(), tree.outputs(), precision);
            }
        }
        return walk == Walk.BITS
                ? new TreeGroup(questions.rankings(), questions.firstWords(), compiled, words)
                : new TreeGroup(questions.rankings(), new int[0], compiled, 0);
    }

    int features() {
        return features;
    }

    Precision precision() {
        return precision;
    }

    double[] base() {
        return base;
    }

    int divisor() {
        return divisor;
    }

    Link link() {
        return link;
    }
}
