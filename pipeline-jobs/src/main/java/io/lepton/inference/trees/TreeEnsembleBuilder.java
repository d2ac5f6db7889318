package io.lepton.inference.trees;

import io.lepton.inference.Link;
import io.lepton.inference.ranks.CategoryReading;
import io.lepton.inference.ranks.Questions;
import io.lepton.inference.ranks.Ranking;
import io.lepton.inference.ranks.Split;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

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

    /**
     * Puts other values in the place of missing ones, for the trees that were added.
     *
     * @param values by feature; NaN: missing ones stay missing
     */
    public TreeEnsembleBuilder filling(double[] values) {
        trees.replaceAll(tree -> new Tree(tree.root().filled(values, reading), tree.output(), tree.outputs()));
        return this;
    }

    /** Lays the trees out for the fastest way to walk them. */
    public TreeEnsemble build() {
        return build(walks().get(0));
    }

    /** The ways in which rows can walk the trees, the fastest first. */
    public List<Walk> walks() {
        List<Walk> walks = new ArrayList<>(List.of(Walk.DESCENT));
        if (trees.stream().allMatch(tree -> tree.root().height() <= BitTree.MOST_HEIGHT)) {
            walks.add(Walk.BITS);
        }
        if (trees.stream().allMatch(tree -> ValueTree.canWalk(tree.root()))) {
            walks.add(Walk.VALUES);
        }
        WalkCosts costs = WalkCosts.of(trees.stream().map(Tree::root).toList());
        walks.sort(Comparator.comparingDouble(costs::nanoseconds));
        return walks;
    }

    /**
     * Lays the trees out for one way to walk them.
     *
     * @param walk one of {@link #walks}
     */
    public TreeEnsemble build(Walk walk) {
        if (!walks().contains(walk)) {
            throw new IllegalArgumentException("The trees cannot be walked by " + walk);
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
        return switch (walk) {
            case BITS -> bits(group, new Questions(splits, reading));
            case DESCENT -> descent(group, new Questions(splits, reading));
            case VALUES -> new TreeGroup(
                    new Ranking[0],
                    new int[0],
                    compiled(group, tree -> new ValueTree.Compiler(tree.root())
                            .compile(tree.output(), tree.outputs(), precision)),
                    0);
        };
    }

    private TreeGroup bits(List<Tree> group, Questions questions) {
        int[] words = {questions.words()};
        CompiledTree[] compiled = compiled(group, tree -> {
            BitTree.Compiler compiler = new BitTree.Compiler(questions, questions.words());
            BitTree bits = compiler.compile(tree.root(), tree.output(), tree.outputs(), precision);
            words[0] = Math.max(words[0], compiler.end());
            return bits;
        });
        return new TreeGroup(questions.rankings(), questions.firstWords(), compiled, words[0]);
    }

    private TreeGroup descent(List<Tree> group, Questions questions) {
        CompiledTree[] compiled = compiled(group, tree -> new DescentTree.Compiler(questions, tree.root())
                .compile(tree.output(), tree.outputs(), precision));
        return new TreeGroup(questions.rankings(), new int[0], compiled, 0);
    }

    private static CompiledTree[] compiled(List<Tree> group, Function<Tree, CompiledTree> compiler) {
        return group.stream().map(compiler).toArray(CompiledTree[]::new);
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
