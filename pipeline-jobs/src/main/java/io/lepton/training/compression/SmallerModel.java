package io.lepton.training.compression;

import io.lepton.training.calibration.CalibratedModel;
import io.lepton.training.neural.DividedNetworkModel;
import io.lepton.training.neural.NeuralNetworkModel;
import io.lepton.training.stages.EnsembleModel;
import io.lepton.training.stages.SeveralClassesModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.Booster;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressionModel;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tree.Node;

/**
 * A fitted model with less of its trees and networks, wherever in it they are; everything else of it stays.
 *
 * @param before stages that make of rows what the model reads
 */
record SmallerModel(Transformer model, List<Transformer> before) {
    SmallerModel(Transformer model) {
        this(model, List.of());
    }

    /** The model of the same kind, cut back. */
    Transformer cut(Strength strength, NetworkCuts networks) {
        if (model instanceof PipelineModel pipeline) {
            Transformer[] stages = new Transformer[pipeline.stages().length];
            List<Transformer> earlier = new ArrayList<>(before);
            for (int i = 0; i < stages.length; i++) {
                stages[i] = new SmallerModel(pipeline.stages()[i], List.copyOf(earlier)).cut(strength, networks);
                earlier.add(pipeline.stages()[i]);
            }
            return new PipelineModel(pipeline.uid(), stages);
        } else if (model instanceof NeuralNetworkModel network) {
            return networks.cut(network, before, strength);
        } else if (model instanceof CalibratedModel calibrated) {
            return new CalibratedModel(of(calibrated.model()).cut(strength, networks), calibrated.calibrator());
        } else if (model instanceof EnsembleModel ensemble) {
            Map<String, Transformer> members = new LinkedHashMap<>();
            ensemble.members()
                    .forEach((name, member) -> members.put(name, of(member).cut(strength, networks)));
            return new EnsembleModel(members, ensemble.combination());
        } else if (model instanceof SeveralClassesModel several) {
            return new SeveralClassesModel(
                    (XGBoostClassificationModel) of(several.xgboost()).cut(strength, networks));
        } else if (model instanceof XGBoostClassificationModel xgboost) {
            XGBoostClassificationModel smaller = new XGBoostClassificationModel(
                    xgboost.uid(), xgboost.numClasses(), cut(xgboost.nativeBooster(), strength), scala.Option.empty());
            xgboost.copyValues(smaller, ParamMap.empty());
            return smaller;
        } else if (model instanceof XGBoostRegressionModel xgboost) {
            XGBoostRegressionModel smaller = new XGBoostRegressionModel(
                    xgboost.uid(), cut(xgboost.nativeBooster(), strength), scala.Option.empty());
            xgboost.copyValues(smaller, ParamMap.empty());
            return smaller;
        }
        return SparkTreesCut.cut(model, strength).orElse(model);
    }

    /** A part of the model, which reads what it does. */
    private SmallerModel of(Transformer part) {
        return new SmallerModel(part, before);
    }

    private static Booster cut(Booster booster, Strength strength) {
        BoosterTrees trees = new BoosterTrees(json(booster));
        if (!trees.canBeCut()) {
            return booster;
        }
        try {
            return new Booster(XGBoost.loadModel(trees.cut(strength)));
        } catch (XGBoostError | IOException e) {
            throw new IllegalStateException("Cannot load the smaller booster: " + e.getMessage(), e);
        }
    }

    private static byte[] json(Booster booster) {
        try {
            return booster.booster().toByteArray("json");
        } catch (XGBoostError e) {
            throw new IllegalStateException("Cannot save an XGBoost model: " + e.getMessage(), e);
        }
    }

    /** Whether there is a network in it whose layers are in files, part by part: no unit can be taken from them. */
    boolean hasLayersInParts() {
        return members().anyMatch(DividedNetworkModel.class::isInstance);
    }

    Size size() {
        return members().map(SmallerModel::sizeOf).reduce(Size.NOTHING, Size::plus);
    }

    /** The models that it is made of, which are made of no others. */
    private Stream<Transformer> members() {
        if (model instanceof PipelineModel pipeline) {
            return members(Arrays.stream(pipeline.stages()));
        } else if (model instanceof CalibratedModel calibrated) {
            return members(Stream.of(calibrated.model()));
        } else if (model instanceof EnsembleModel ensemble) {
            return members(ensemble.members().values().stream());
        } else if (model instanceof SeveralClassesModel several) {
            return members(Stream.of(several.xgboost()));
        }
        return Stream.of(model);
    }

    private static Stream<Transformer> members(Stream<? extends Transformer> models) {
        return models.flatMap(model -> new SmallerModel(model).members());
    }

    private static Size sizeOf(Transformer model) {
        if (model instanceof XGBoostClassificationModel xgboost) {
            return new BoosterTrees(json(xgboost.nativeBooster())).size();
        } else if (model instanceof XGBoostRegressionModel xgboost) {
            return new BoosterTrees(json(xgboost.nativeBooster())).size();
        } else if (model instanceof NeuralNetworkModel network) {
            return new Size(0, 0, 0, network.weights(), network.integerWeights());
        }
        List<Node> roots = SparkTreesCut.roots(model);
        return new Size(
                roots.size(),
                roots.stream().mapToLong(SmallerModel::nodes).sum(),
                SparkTreesCut.thresholds(model),
                0,
                0);
    }

    private static long nodes(Node root) {
        return root instanceof org.apache.spark.ml.tree.InternalNode split
                ? 1 + nodes(split.leftChild()) + nodes(split.rightChild())
                : 1;
    }
}
