package io.lepton.inference.trees;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.TrickyNumbers;
import io.lepton.inference.ranks.CategoryReading;
import io.lepton.inference.ranks.Split;
import java.util.BitSet;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Every way of walking is compared with following the forks of random trees one by one. */
class EnsembleWalksTest {
    private static final int FEATURES = 4;
    private int nextLeaf;

    private TreeNode tree(Random random, int height, Supplier<Split> splits) {
        if (height == 0 || random.nextInt(6) == 0) {
            return new TreeNode.Leaf(nextLeaf++, new double[] {random.nextGaussian(), random.nextInt(5)});
        }
        TreeNode left = tree(random, height - 1, splits);
        TreeNode right = tree(random, height - 1, splits);
        return new TreeNode.Fork(splits.get(), left, right);
    }

    private static Split split(Random random) {
        int feature = random.nextInt(FEATURES);
        if (feature < 2) {
            double threshold = random.nextInt(3) == 0
                    ? random.nextGaussian()
                    : TrickyNumbers.VALUES[random.nextInt(TrickyNumbers.VALUES.length)];
            return new Split.Below(feature, Double.isNaN(threshold) ? 4 : threshold, random.nextBoolean());
        }
        int known = 1 + random.nextInt(8);
        BitSet right = BitSet.valueOf(new long[] {random.nextLong(1L << known)});
        return new Split.Among(feature, known, right, random.nextBoolean(), random.nextBoolean());
    }

    /** One that values can be compared with as they are. */
    private static Split finite(Random random) {
        double threshold = TrickyNumbers.VALUES[random.nextInt(TrickyNumbers.VALUES.length)];
        return new Split.Below(
                random.nextInt(FEATURES),
                Double.isFinite(threshold) ? threshold : random.nextGaussian(),
                random.nextBoolean());
    }

    private static double[] filled(double[] row, double[] replacements) {
        return IntStream.range(0, row.length)
                .mapToDouble(i -> Double.isNaN(row[i]) ? replacements[i] : row[i])
                .toArray();
    }

    private static TreeNode.Leaf follow(TreeNode root, double[] row, CategoryReading reading) {
        TreeNode node = root;
        while (node instanceof TreeNode.Fork fork) {
            node = goesLeft(fork.split(), row[fork.split().feature()], reading) ? fork.left() : fork.right();
        }
        return (TreeNode.Leaf) node;
    }

    private static boolean goesLeft(Split split, double value, CategoryReading reading) {
        if (split instanceof Split.Below below) {
            return Double.isNaN(value) ? below.missingGoesLeft() : value < below.threshold();
        }
        Split.Among among = (Split.Among) split;
        if (Double.isNaN(value)) {
            return among.missingGoesLeft();
        }
        boolean whole = reading == CategoryReading.TRUNCATED || value == Math.rint(value);
        double number = Math.floor((float) value);
        boolean known = number >= 0 && number < among.known() && whole;
        return known ? !among.right().get((int) number) : among.unknownGoesLeft();
    }

    @Test
    void soManyQuestionsThatTheyTakeSeveralGroupsAreAnsweredAsWell() {
        everyRowEndsInTheLeafThatTheForksSendItTo(8, 700, 256, CategoryReading.EXACT, Precision.DOUBLE, 1);
    }

    @Property(tries = 300)
    void everyRowEndsInTheLeafThatTheForksSendItTo(
            @ForAll @IntRange(min = 0, max = 8) int height,
            @ForAll @IntRange(min = 1, max = 20) int trees,
            @ForAll @IntRange(min = 0, max = 256) int rows,
            @ForAll CategoryReading reading,
            @ForAll Precision precision,
            @ForAll long seed) {
        Random random = new Random(seed);
        boolean numbers = random.nextBoolean();
        TreeEnsembleBuilder builder = new TreeEnsembleBuilder(FEATURES, precision, reading).base(0.5, -1);
        TreeNode[] roots = new TreeNode[trees];
        for (int tree = 0; tree < trees; tree++) {
            nextLeaf = 0;
            roots[tree] = tree(random, height, numbers ? () -> finite(random) : () -> split(random));
            builder.add(roots[tree], 0);
        }
        // Some stay missing.
        double[] replacements = random.ints(FEATURES, 0, TrickyNumbers.VALUES.length)
                .mapToDouble(i -> random.nextBoolean() ? Double.NaN : TrickyNumbers.VALUES[i])
                .toArray();
        builder.filling(replacements);
        FeatureBlock block = new FeatureBlock(FEATURES);
        block.resize(rows);
        double[][] values = new double[rows][FEATURES];
        for (int row = 0; row < rows; row++) {
            for (int feature = 0; feature < FEATURES; feature++) {
                values[row][feature] = random.nextInt(4) == 0
                        ? random.nextGaussian() * 3
                        : TrickyNumbers.VALUES[random.nextInt(TrickyNumbers.VALUES.length)];
                block.set(row, feature, values[row][feature]);
            }
        }

        int[] leaves = new int[rows * trees];
        double[] sums = new double[2 * rows];
        for (int row = 0; row < rows; row++) {
            sums[2 * row] = 0.5;
            sums[2 * row + 1] = -1;
            for (int tree = 0; tree < trees; tree++) {
                TreeNode.Leaf leaf = follow(roots[tree], filled(values[row], replacements), reading);
                leaves[row * trees + tree] = leaf.id();
                for (int output = 0; output < 2; output++) {
                    double sum = sums[2 * row + output];
                    double value = leaf.values()[output];
                    sums[2 * row + output] = precision == Precision.SINGLE ? (float) sum + (float) value : sum + value;
                }
            }
        }

        assertThat(builder.walks()).contains(numbers ? Walk.VALUES : Walk.DESCENT);
        for (Walk walk : builder.walks()) {
            TreeEvaluator evaluator = builder.build(walk).evaluator();
            int[] ids = new int[rows * trees];
            double[] margins = new double[2 * rows];
            evaluator.leaves(block, ids);
            evaluator.margins(block, margins);

            assertThat(ids).as("leaves by %s", walk).isEqualTo(leaves);
            assertThat(margins).as("sums by %s", walk).isEqualTo(sums);
        }
    }
}
