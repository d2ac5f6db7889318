package io.lepton.jobs;

import io.lepton.config.Train;
import io.lepton.features.FittedFeatures;
import io.lepton.training.Linear;
import io.lepton.training.LinearSettings;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.XgBoostSettings;
import io.lepton.training.boosting.paged.ExternalMemory;
import io.lepton.training.device.Device;
import io.lepton.training.neural.Architecture;
import io.lepton.training.neural.ClassWeights;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkSettings;
import io.lepton.training.neural.Optimizer;
import io.lepton.training.neural.Schedule;
import io.lepton.training.stages.BoostedTrees;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.ml.Estimator;

/** Turns the models of the pipeline file into estimators. */
final class Models {
    private Models() {}

    static Map<String, Estimator<?>> estimators(
            Train train, TrainingDevices devices, TaskType task, long seed, FittedFeatures features) {
        Map<String, Estimator<?>> estimators = new LinkedHashMap<>();
        train.models()
                .forEach((kind, settings) ->
                        estimators.put(id(kind), estimator(settings, devices.of(kind), task, seed, features)));
        return estimators;
    }

    /** Each training leaves them in a folder of its own below this one. */
    static void leaveCheckpoints(Collection<Estimator<?>> models, String folder) {
        for (Estimator<?> model : models) {
            if (model instanceof BoostedTrees trees) {
                trees.setCheckpointFolder(folder);
            } else if (model instanceof NeuralNetwork network) {
                network.setCheckpointFolder(folder);
            }
        }
    }

    /** Every setting by {@code model.setting}, for the registry. */
    static Map<String, String> inWords(Train train) {
        Map<String, String> words = new LinkedHashMap<>();
        train.models().forEach((kind, settings) -> Json.tree(settings)
                .fields()
                .forEachRemaining(field -> words.put(
                        id(kind) + "." + field.getKey(), field.getValue().toString())));
        return words;
    }

    static String id(Train.ModelKind kind) {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Estimator<?> estimator(
            Train.ModelSettings settings, Device device, TaskType task, long seed, FittedFeatures features) {
        if (settings instanceof Train.XgBoost xgboost) {
            ColumnConstraints constraints = new ColumnConstraints(features);
            return Trees.xgboost(
                    task,
                    new XgBoostSettings(
                            xgboost.rounds(),
                            xgboost.depth(),
                            xgboost.learningRate(),
                            xgboost.subsample(),
                            xgboost.columnSample(),
                            xgboost.minChildWeight(),
                            xgboost.lambda(),
                            xgboost.earlyStopping(),
                            seed,
                            device,
                            ExternalMemory.valueOf(xgboost.externalMemory().name())),
                    constraints.of(xgboost),
                    constraints.groups(xgboost));
        }
        if (settings instanceof Train.RandomForest forest) {
            return Trees.randomForest(
                    task, new Trees.RandomForestSettings(forest.trees(), forest.depth(), forest.minInstances(), seed));
        }
        if (settings instanceof Train.GradientBoostedTrees boosted) {
            return Trees.gradientBoosted(
                    task,
                    new Trees.GradientBoostedTreesSettings(
                            boosted.rounds(), boosted.depth(), boosted.learningRate(), boosted.subsample(), seed));
        }
        if (settings instanceof Train.Linear linear) {
            return Linear.of(
                    task, new LinearSettings(linear.iterations(), linear.regularization(), linear.elasticNet()));
        }
        if (settings instanceof Train.DecisionTree tree) {
            return Trees.decisionTree(task, new Trees.DecisionTreeSettings(tree.depth(), tree.minInstances()));
        }
        if (settings instanceof Train.NeuralNetwork network) {
            return NeuralNetwork.of(
                            task,
                            new NeuralNetworkSettings(
                                    Architecture.valueOf(network.architecture().name()),
                                    network.hidden(),
                                    network.batchNormalization(),
                                    network.bins(),
                                    network.embedding(),
                                    network.epochs(),
                                    network.batch(),
                                    Optimizer.valueOf(network.optimizer().name()),
                                    network.learningRate(),
                                    Schedule.valueOf(network.schedule().name()),
                                    network.warmUp(),
                                    network.dropout(),
                                    network.weightDecay(),
                                    ClassWeights.valueOf(network.classWeights().name()),
                                    seed))
                    .setGroups(
                            network.categories() == Train.NetworkCategories.EMBEDDED
                                    ? features.categoryColumns()
                                    : List.of())
                    .setSplitWiderThan(network.splitWiderThan())
                    .setDevice(device);
        }
        throw new IllegalStateException("Cannot train " + settings + ": it has no estimator");
    }
}
