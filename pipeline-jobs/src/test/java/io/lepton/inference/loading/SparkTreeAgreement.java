package io.lepton.inference.loading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.trees.TreeEnsemble;
import io.lepton.inference.trees.TreeEnsembleBuilder;
import io.lepton.inference.trees.TreeEvaluator;
import io.lepton.inference.trees.Walk;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.ml.PredictionModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.tree.DecisionTreeModel;
import org.apache.spark.ml.tree.TreeEnsembleModel;

/** Compares every prediction and every leaf, by each way to walk, with what MLlib says of the same vector. */
final class SparkTreeAgreement {
    private SparkTreeAgreement() {}

    @SuppressWarnings("unchecked")
    static void requireSame(Transformer model, List<Vector> probes) {
        TreeEnsembleBuilder builder = SparkTrees.builder(model);
        PredictionModel<Vector, ?> predicting = (PredictionModel<Vector, ?>) model;
        Function<Vector, double[]> expected = row -> new double[] {predicting.predict(row)};
        if (model instanceof ProbabilisticClassificationModel<?, ?>) {
            var classifying = (ProbabilisticClassificationModel<Vector, ?>) model;
            expected = row -> classifying.predictProbability(row).toArray();
        }
        if (model instanceof GBTClassificationModel boosted) {
            expected = row -> new double[] {boosted.predictProbability(row).apply(1)};
        }
        for (Walk walk : builder.walks()) {
            requireSame(model, expected, builder.build(walk), probes);
        }
    }

    private static void requireSame(
            Transformer model, Function<Vector, double[]> expected, TreeEnsemble ensemble, List<Vector> probes) {
        FeatureBlock block = new FeatureBlock(ensemble.features());
        TreeEvaluator evaluator = ensemble.evaluator();
        double[] predictions = new double[FeatureBlock.ROWS * ensemble.outputs()];
        int[] leaves = new int[FeatureBlock.ROWS * ensemble.trees()];
        for (int first = 0; first < probes.size(); first += FeatureBlock.ROWS) {
            block.resize(Math.min(FeatureBlock.ROWS, probes.size() - first));
            for (int row = 0; row < block.rows(); row++) {
                for (int feature = 0; feature < ensemble.features(); feature++) {
                    block.set(row, feature, probes.get(first + row).apply(feature));
                }
            }
            evaluator.predict(block, predictions);
            evaluator.leaves(block, leaves);
            for (int row = 0; row < block.rows(); row++) {
                Vector probe = probes.get(first + row);
                int outputs = ensemble.outputs();
                int trees = ensemble.trees();
                assertThat(Arrays.copyOfRange(predictions, row * outputs, (row + 1) * outputs))
                        .as("%s by %s", probe, ensemble.walk())
                        .containsExactly(expected.apply(probe), within(1e-12));
                assertThat(Arrays.copyOfRange(leaves, row * trees, (row + 1) * trees))
                        .as("%s by %s", probe, ensemble.walk())
                        .isEqualTo(leaves(model, probe));
            }
        }
    }

    private static int[] leaves(Transformer model, Vector row) {
        if (model instanceof TreeEnsembleModel<?> ensemble) {
            return Arrays.stream(ensemble.predictLeaf(row).toArray())
                    .mapToInt(leaf -> (int) leaf)
                    .toArray();
        }
        return new int[] {(int) ((DecisionTreeModel) model).predictLeaf(row)};
    }
}
