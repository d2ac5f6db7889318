package io.lepton.training.scoring;

import io.lepton.inference.ScoringModel;
import io.lepton.inference.TwoClasses;
import io.lepton.inference.linear.LinearSums;
import io.lepton.inference.loading.SparkTrees;
import io.lepton.inference.loading.XgBoostTrees;
import io.lepton.training.calibration.CalibratedModel;
import io.lepton.training.neural.DividedNetworkModel;
import io.lepton.training.neural.NeuralNetworkModel;
import io.lepton.training.stages.CategoryGroups;
import io.lepton.training.stages.DenseFeatures;
import io.lepton.training.stages.DropColumns;
import io.lepton.training.stages.EnsembleModel;
import io.lepton.training.stages.SeveralClassesModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressionModel;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.DecisionTreeClassificationModel;
import org.apache.spark.ml.classification.GBTClassificationModel;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.classification.RandomForestClassificationModel;
import org.apache.spark.ml.regression.DecisionTreeRegressionModel;
import org.apache.spark.ml.regression.GBTRegressionModel;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.regression.RandomForestRegressionModel;

/** Turns fitted models into what scores blocks; the models' own {@code transform} stays the reference. */
public final class CompiledModel {
    private CompiledModel() {}

    /** Absent for models, and for pipelines around them, that only their own {@code transform} knows. */
    public static Optional<ScoringModel> of(Transformer model) {
        return of(model, false);
    }

    /** The same, where a calibrated model's predictions are followed by those that its calibration was given: twice as many outputs. */
    public static Optional<ScoringModel> besideRaw(Transformer model) {
        return of(model, true);
    }

    private static Optional<ScoringModel> of(Transformer model, boolean keepsRaw) {
        if (model instanceof PipelineModel pipeline) {
            return ofStages(Arrays.asList(pipeline.stages()), keepsRaw);
        } else if (model instanceof EnsembleModel ensemble) {
            return joined(ensemble);
        } else if (model instanceof CalibratedModel calibrated) {
            return of(calibrated.model()).map(inner -> new Mended(inner, calibrated.calibrator(), keepsRaw));
        } else if (model instanceof NeuralNetworkModel network) {
            return Optional.of(network.scoring());
        } else if (model instanceof DividedNetworkModel network) {
            return Optional.of(network.scoring());
        }
        return ofLibrary(model);
    }

    private static Optional<ScoringModel> ofLibrary(Transformer model) {
        if (model instanceof SeveralClassesModel several) {
            return Optional.of(XgBoostTrees.of(several.xgboost().nativeBooster().booster()));
        } else if (model instanceof XGBoostClassificationModel xgboost) {
            return Optional.of(
                    new TwoClasses(XgBoostTrees.of(xgboost.nativeBooster().booster())));
        } else if (model instanceof XGBoostRegressionModel xgboost) {
            return Optional.of(XgBoostTrees.of(xgboost.nativeBooster().booster()));
        } else if (model instanceof LogisticRegressionModel logistic) {
            return Optional.of(LinearSums.of(logistic));
        } else if (model instanceof LinearRegressionModel linear) {
            return Optional.of(LinearSums.of(linear));
        }
        return treesOfSpark(model, new double[0]);
    }

    /** @param replacements of missing values, one a feature; none: they stay missing */
    private static Optional<ScoringModel> treesOfSpark(Transformer model, double[] replacements) {
        if (model instanceof GBTClassificationModel) {
            return Optional.of(new TwoClasses(SparkTrees.of(model, replacements)));
        } else if (model instanceof DecisionTreeClassificationModel
                || model instanceof RandomForestClassificationModel
                || model instanceof DecisionTreeRegressionModel
                || model instanceof RandomForestRegressionModel
                || model instanceof GBTRegressionModel) {
            return Optional.of(SparkTrees.of(model, replacements));
        }
        return Optional.empty();
    }

    /** One model, and what prepares features for it. */
    private static Optional<ScoringModel> ofStages(List<Transformer> stages, boolean keepsRaw) {
        List<DenseFeatures> preparations = new ArrayList<>();
        List<Transformer> models = new ArrayList<>();
        for (Transformer stage : stages) {
            if (stage instanceof DenseFeatures dense && models.isEmpty()) {
                preparations.add(dense);
            } else if (!(stage instanceof DropColumns)) {
                models.add(stage);
            }
        }
        if (models.size() != 1 || preparations.size() > 1) {
            return Optional.empty();
        }
        return preparations.isEmpty()
                ? of(models.get(0), keepsRaw)
                : prepared(preparations.get(0), models.get(0), keepsRaw);
    }

    private static Optional<ScoringModel> prepared(DenseFeatures dense, Transformer model, boolean keepsRaw) {
        CategoryGroups groups = dense.categoryGroups();
        if (!groups.columns().isEmpty()) {
            return of(model, keepsRaw).map(compiled -> new JoinedCategories(compiled, groups));
        }
        double[] replacements = dense.getOrDefault(dense.replacements()).clone();
        if (replacements.length == 0) {
            return of(model, keepsRaw);
        }
        // Trees know where what is missing goes: nothing needs to be copied.
        return treesOfSpark(model, replacements)
                .or(() -> of(model, keepsRaw).map(compiled -> new FilledFeatures(compiled, replacements)));
    }

    private static Optional<ScoringModel> joined(EnsembleModel ensemble) {
        List<ScoringModel> members = new ArrayList<>();
        for (Transformer member : ensemble.members().values()) {
            of(member).ifPresent(members::add);
        }
        return members.size() == ensemble.members().size()
                ? Optional.of(new Joined(members, ensemble.combination()))
                : Optional.empty();
    }
}
