package io.lepton.inference.loading;

import io.lepton.inference.TrickyNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;
import org.apache.spark.ml.tree.CategoricalSplit;
import org.apache.spark.ml.tree.ContinuousSplit;
import org.apache.spark.ml.tree.InternalNode;
import org.apache.spark.ml.tree.LeafNode;
import org.apache.spark.ml.tree.Node;
import org.apache.spark.ml.tree.Split;
import org.apache.spark.mllib.tree.impurity.GiniCalculator;
import org.apache.spark.mllib.tree.impurity.ImpurityCalculator;
import org.apache.spark.mllib.tree.impurity.VarianceCalculator;

/** Models that no training makes: any splits and leaves, in trees of any shape, on any rows. */
class RandomSparkTreesTest {
    private static final int ROWS = 300;

    @Property(tries = 60)
    void agreesOnRandomModelsAndRows(
            @ForAll @IntRange(min = 1, max = 8) int features,
            @ForAll @IntRange(min = 0, max = 11) int depth,
            @ForAll @IntRange(min = 1, max = 12) int trees,
            @ForAll @IntRange(min = 2, max = 5) int classes,
            @ForAll long seed) {
        Drawn drawn = new Drawn(new SplittableRandom(seed), features, depth);
        List<Vector> rows = drawn.rows();
        IntFunction<DecisionTreeClassificationModel> ofClasses =
                i -> new DecisionTreeClassificationModel("tree" + i, drawn.tree(classes), features, classes);
        IntFunction<DecisionTreeRegressionModel> ofNumbers =
                i -> new DecisionTreeRegressionModel("tree" + i, drawn.tree(0), features);

        SparkTreeAgreement.requireSame(ofClasses.apply(0), rows);
        SparkTreeAgreement.requireSame(ofNumbers.apply(0), rows);
        SparkTreeAgreement.requireSame(
                new RandomForestClassificationModel(
                        "forest",
                        IntStream.range(0, trees).mapToObj(ofClasses).toArray(DecisionTreeClassificationModel[]::new),
                        features,
                        classes),
                rows);
        DecisionTreeRegressionModel[] many =
                IntStream.range(0, trees).mapToObj(ofNumbers).toArray(DecisionTreeRegressionModel[]::new);
        double[] weights = drawn.random().doubles(trees, -1, 1).toArray();
        SparkTreeAgreement.requireSame(new RandomForestRegressionModel("forest", many, features), rows);
        SparkTreeAgreement.requireSame(new GBTRegressionModel("boosted", many, weights, features), rows);
        SparkTreeAgreement.requireSame(new GBTClassificationModel("boosted", many, weights, features), rows);
    }

    /**
     * Draws trees and rows.
     *
     * @param depth of trees at most
     */
    private record Drawn(SplittableRandom random, int features, int depth) {

        /** Every third feature is one of categories. */
        private boolean isCategory(int feature) {
            return feature % 3 == 2;
        }

        private static int categories(int feature) {
            return 2 + feature * 11;
        }

        /** @param classes 0: leaves are numbers */
        Node tree(int classes) {
            return node(classes, depth);
        }

        private Node node(int classes, int levels) {
            // Bushy at the top, so that depth is reached and few trees are full.
            if (levels == 0 || levels < depth && random.nextInt(5) == 0) {
                ImpurityCalculator counts = counts(classes);
                return new LeafNode(classes == 0 ? random.nextDouble(-3, 3) : counts.predict(), 0, counts);
            }
            Node left = node(classes, levels - 1);
            Node right = node(classes, levels - 1);
            return new InternalNode(left.prediction(), 1, 1, left, right, split(), counts(classes));
        }

        private ImpurityCalculator counts(int classes) {
            if (classes == 0) {
                return new VarianceCalculator(new double[] {1, 1, 1}, 1);
            }
            double[] counts = random.doubles(classes, 0, 20).map(Math::floor).toArray();
            counts[random.nextInt(classes)]++;
            return new GiniCalculator(counts, (long) Arrays.stream(counts).sum());
        }

        private Split split() {
            int feature = random.nextInt(features);
            if (isCategory(feature)) {
                double[] left = IntStream.range(0, categories(feature))
                        .filter(category -> random.nextBoolean())
                        .asDoubleStream()
                        .toArray();
                return new CategoricalSplit(feature, left, categories(feature));
            }
            return new ContinuousSplit(feature, threshold());
        }

        /** Often one that other trees have, too, or that rows have as a value. */
        private double threshold() {
            double tricky = TrickyNumbers.VALUES[random.nextInt(TrickyNumbers.VALUES.length)];
            return random.nextInt(3) == 0 && Double.isFinite(tricky)
                    ? tricky
                    : Math.rint(10 * random.nextDouble(-3, 3)) / 10;
        }

        List<Vector> rows() {
            List<Vector> rows = new ArrayList<>();
            for (int row = 0; row < ROWS; row++) {
                double[] values = new double[features];
                for (int feature = 0; feature < features; feature++) {
                    values[feature] = random.nextInt(4) == 0
                            ? TrickyNumbers.VALUES[random.nextInt(TrickyNumbers.VALUES.length)]
                            : isCategory(feature) ? random.nextInt(categories(feature)) : threshold();
                }
                rows.add(row % 3 == 0 ? Vectors.dense(values).toSparse() : Vectors.dense(values));
            }
            return rows;
        }
    }
}
