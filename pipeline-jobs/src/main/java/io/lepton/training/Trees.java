package io.lepton.training;

import io.lepton.error.LeptonException;
import io.lepton.training.stages.BoostedTrees;
import io.lepton.training.stages.CategoryGroups;
import io.lepton.training.stages.LearnerPipeline;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.classification.DecisionTreeClassifier;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.ml.regression.DecisionTreeRegressor;
import org.apache.spark.ml.regression.GBTRegressor;
import org.apache.spark.ml.regression.RandomForestRegressor;

/**
 * Makes tree learners. XGBoost sends missing features (NaN) down the branch that fits best; MLlib's trees know no missing values, so
 * that theirs become the mean of the training rows.
 */
public final class Trees {
    private Trees() {}

    /**
     * How a random forest grows.
     *
     * @param trees of the forest
     * @param depth levels of splits in a tree, at most 30
     * @param minInstances fewest rows in a leaf
     * @param seed of the drawing of rows and features
     */
    public record RandomForestSettings(int trees, int depth, int minInstances, long seed) {
        /** Settings with seed 42. */
        public RandomForestSettings(int trees, int depth, int minInstances) {
            this(trees, depth, minInstances, 42L);
        }
    }

    /**
     * How MLlib boosts its trees.
     *
     * @param rounds trees in sequence
     * @param depth levels of splits in a tree, at most 30
     * @param learningRate shrinkage of each tree's contribution, above 0 and up to 1
     * @param subsample share of rows drawn for each tree
     * @param seed of the drawing of rows
     */
    public record GradientBoostedTreesSettings(
            int rounds, int depth, double learningRate, double subsample, long seed) {
        /** Settings with seed 42. */
        public GradientBoostedTreesSettings(int rounds, int depth, double learningRate, double subsample) {
            this(rounds, depth, learningRate, subsample, 42L);
        }
    }

    /**
     * How one tree grows.
     *
     * @param depth levels of splits, at most 30
     * @param minInstances fewest rows in a leaf
     */
    public record DecisionTreeSettings(int depth, int minInstances) {}

    /** Gradient-boosted trees by XGBoost (Chen and Guestrin, 2016), histogram method. */
    public static Estimator<PipelineModel> xgboost(TaskType task, XgBoostSettings settings) {
        return xgboost(task, settings, TreeConstraints.none(), CategoryGroups.none());
    }

    /**
     * The same, with trees that keep to constraints.
     *
     * @param groups features that become one of categories each, which a split parts into any two sets
     */
    public static Estimator<PipelineModel> xgboost(
            TaskType task, XgBoostSettings settings, TreeConstraints constraints, CategoryGroups groups) {
        String objective =
                switch (task) {
                    case BINARY -> "binary:logistic";
                    case MULTICLASS -> "multi:softprob";
                    case REGRESSION -> "reg:squarederror";
                };
        return new BoostedTrees()
                .setObjective(objective)
                .setRounds(settings.rounds())
                .setDepth(settings.depth())
                .setLearningRate(settings.learningRate())
                .setSubsample(settings.subsample())
                .setColumnSample(settings.columnSample())
                .setMinChildWeight(settings.minChildWeight())
                .setLambda(settings.lambda())
                .setEarlyStopping(settings.earlyStopping())
                .setSeed(settings.seed())
                .setDevice(settings.device())
                .setExternalMemory(settings.externalMemory())
                .setGroups(groups)
                .setMonotone(constraints.monotone())
                .setInteractions(constraints.interactions());
    }

    /** A random forest (Breiman, 2001) by MLlib. */
    public static Estimator<PipelineModel> randomForest(TaskType task, RandomForestSettings settings) {
        if (task == TaskType.REGRESSION) {
            return LearnerPipeline.imputing(new RandomForestRegressor()
                    .setFeaturesCol(LearnerPipeline.DENSE_FEATURES)
                    .setWeightCol("weight")
                    .setNumTrees(settings.trees())
                    .setMaxDepth(settings.depth())
                    .setMinInstancesPerNode(settings.minInstances())
                    .setSeed(settings.seed()));
        }
        return LearnerPipeline.imputing(new RandomForestClassifier()
                .setFeaturesCol(LearnerPipeline.DENSE_FEATURES)
                .setWeightCol("weight")
                .setNumTrees(settings.trees())
                .setMaxDepth(settings.depth())
                .setMinInstancesPerNode(settings.minInstances())
                .setSeed(settings.seed()));
    }

    /**
     * Gradient-boosted trees (Friedman, 2001) by MLlib.
     *
     * @throws LeptonException for several classes, which MLlib's cannot tell apart
     */
    public static Estimator<PipelineModel> gradientBoosted(TaskType task, GradientBoostedTreesSettings settings) {
        return switch (task) {
            case MULTICLASS -> throw LeptonException.configuration(
                    "Cannot train gradient-boosted-trees: they tell two classes apart or predict a"
                            + " number, and the label has several classes. Use xgboost or random-forest instead.");
            case BINARY -> LearnerPipeline.imputing(new GBTClassifier()
                    .setFeaturesCol(LearnerPipeline.DENSE_FEATURES)
                    .setWeightCol("weight")
                    .setMaxIter(settings.rounds())
                    .setMaxDepth(settings.depth())
                    .setStepSize(settings.learningRate())
                    .setSubsamplingRate(settings.subsample())
                    .setSeed(settings.seed()));
            case REGRESSION -> LearnerPipeline.imputing(new GBTRegressor()
                    .setFeaturesCol(LearnerPipeline.DENSE_FEATURES)
                    .setWeightCol("weight")
                    .setMaxIter(settings.rounds())
                    .setMaxDepth(settings.depth())
                    .setStepSize(settings.learningRate())
                    .setSubsamplingRate(settings.subsample())
                    .setSeed(settings.seed()));
        };
    }

    /** One decision tree by MLlib. */
    public static Estimator<PipelineModel> decisionTree(TaskType task, DecisionTreeSettings settings) {
        if (task == TaskType.REGRESSION) {
            return LearnerPipeline.imputing(new DecisionTreeRegressor()
                    .setFeaturesCol(LearnerPipeline.DENSE_FEATURES)
                    .setWeightCol("weight")
                    .setMaxDepth(settings.depth())
                    .setMinInstancesPerNode(settings.minInstances()));
        }
        return LearnerPipeline.imputing(new DecisionTreeClassifier()
                .setFeaturesCol(LearnerPipeline.DENSE_FEATURES)
                .setWeightCol("weight")
                .setMaxDepth(settings.depth())
                .setMinInstancesPerNode(settings.minInstances()));
    }
}
