package io.lepton.training.compression;

import io.lepton.training.calibration.CalibratedModel;
import io.lepton.training.stages.EnsembleModel;
import io.lepton.training.stages.SeveralClassesModel;
import java.io.IOException;
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

/** A fitted model with less of its trees, wherever in it they are; everything else of it stays. */
record SmallerModel(Transformer model) {

    /** How large the trees in a model are. */
    record Size(int trees, long nodes) {
        private Size plus(Size other) {
            return new Size(trees + other.trees, nodes + other.nodes);
        }
    }

    /** The model of the same kind, cut back. */
    Transformer cut(Strength strength) {
        if (model instanceof PipelineModel pipeline) {
            Transformer[] stages = Arrays.stream(pipeline.stages())
                    .map(stage -> new SmallerModel(stage).cut(strength))
                    .toArray(Transformer[]::new);
            return new PipelineModel(pipeline.uid(), stages);
        } else if (model instanceof CalibratedModel calibrated) {
            return new CalibratedModel(new SmallerModel(calibrated.model()).cut(strength), calibrated.calibrator());
        } else if (model instanceof EnsembleModel ensemble) {
            Map<String, Transformer> members = new LinkedHashMap<>();
            ensemble.members().forEach((name, member) -> members.put(name, new SmallerModel(member).cut(strength)));
            return new EnsembleModel(members, ensemble.combination());
        } else if (model instanceof SeveralClassesModel several) {
            return new SeveralClassesModel(
                    (XGBoostClassificationModel) new SmallerModel(several.xgboost()).cut(strength));
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

    Size size() {
        if (model instanceof PipelineModel pipeline) {
            return sum(Arrays.stream(pipeline.stages()));
        } else if (model instanceof CalibratedModel calibrated) {
            return new SmallerModel(calibrated.model()).size();
        } else if (model instanceof EnsembleModel ensemble) {
            return sum(ensemble.members().values().stream());
        } else if (model instanceof SeveralClassesModel several) {
            return new SmallerModel(several.xgboost()).size();
        } else if (model instanceof XGBoostClassificationModel xgboost) {
            return new BoosterTrees(json(xgboost.nativeBooster())).size();
        } else if (model instanceof XGBoostRegressionModel xgboost) {
            return new BoosterTrees(json(xgboost.nativeBooster())).size();
        }
        List<Node> roots = SparkTreesCut.roots(model);
        return new Size(
                roots.size(), roots.stream().mapToLong(SmallerModel::nodes).sum());
    }

    private static long nodes(Node root) {
        return root instanceof org.apache.spark.ml.tree.InternalNode split
                ? 1 + nodes(split.leftChild()) + nodes(split.rightChild())
                : 1;
    }

    private static Size sum(Stream<Transformer> models) {
        return models.map(model -> new SmallerModel(model).size()).reduce(new Size(0, 0), Size::plus);
    }
}
