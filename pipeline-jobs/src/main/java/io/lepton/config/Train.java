package io.lepton.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to learn, from which rows, with which models.
 *
 * @param positive the label's value that counts as positive (binary); absent: the rarer of the two
 * @param metric by which models are compared on out-of-fold predictions of the training rows: auc, accuracy, f1, log-loss, rmse, mae, r2
 * @param folds of the cross-validation that compares models and feeds the ensemble
 * @param models by name, in the order of the file
 * @param calibration of the chosen model's probabilities; absent: they stay as they are
 * @param mitigate how the chosen model is made fairer; absent: it stays as it is
 * @param device that XGBoost and neural networks train on
 */
public record Train(
        String label,
        Optional<String> positive,
        Task task,
        Optional<String> weight,
        Split split,
        Optional<String> metric,
        int folds,
        Map<ModelKind, ModelSettings> models,
        Optional<EnsembleSettings> ensemble,
        Optional<CalibrationMethod> calibration,
        Optional<Mitigate> mitigate,
        Device device) {

    public enum Task {
        AUTO,
        BINARY,
        MULTICLASS,
        REGRESSION
    }

    public enum SplitMethod {
        STRATIFIED,
        RANDOM,
        TIME,
        GROUP
    }

    /**
     * Which rows are held out of all fitting, tuning and choosing.
     *
     * @param testFraction share of rows, above 0 and below 1
     * @param column the time (time) or the group (group)
     */
    public record Split(SplitMethod method, double testFraction, Optional<String> column) {}

    public enum ModelKind {
        XGBOOST,
        RANDOM_FOREST,
        GRADIENT_BOOSTED_TREES,
        LINEAR,
        DECISION_TREE,
        NEURAL_NETWORK
    }

    /** Settings of one model. */
    public sealed interface ModelSettings {
        /** Whether it reads a column of categories as a whole, so that its one-hot features must stay 0 and 1. */
        default boolean joinsCategories() {
            return false;
        }
    }

    /**
     * Boosted trees by XGBoost.
     *
     * @param earlyStopping rounds without a better result on held-out rows after which no more are added; 0: never
     * @param externalMemory whether rows lie on the local disk while they are trained on
     * @param categories how columns of categories enter
     * @param monotone columns with which predictions may only rise, or only fall
     * @param interactions groups of columns that may meet on one path of a tree; empty: all may
     */
    public record XgBoost(
            int rounds,
            int depth,
            double learningRate,
            double subsample,
            double columnSample,
            double minChildWeight,
            double lambda,
            int earlyStopping,
            ExternalMemory externalMemory,
            TreeCategories categories,
            Map<String, Direction> monotone,
            List<List<String>> interactions)
            implements ModelSettings {
        /** Whether it grows trees as XGBoost does by itself, to the last round, and need not keep rows on disk. */
        public boolean plain() {
            return earlyStopping == 0
                    && externalMemory != ExternalMemory.ALWAYS
                    && categories == TreeCategories.ONE_HOT
                    && monotone.isEmpty()
                    && interactions.isEmpty();
        }

        @Override
        public boolean joinsCategories() {
            return categories == TreeCategories.NATIVE;
        }
    }

    /** Where XGBoost keeps rows on the CPU: on disk, in memory, or on disk where they would not fit well into memory. */
    public enum ExternalMemory {
        AUTO,
        ALWAYS,
        NEVER
    }

    /** How XGBoost sees a column of categories: each as a feature of its own, or the column as one that splits part at will. */
    public enum TreeCategories {
        ONE_HOT,
        NATIVE
    }

    /** Which way predictions may go where a column's value rises. */
    public enum Direction {
        INCREASING,
        DECREASING
    }

    /** MLlib's random forest. */
    public record RandomForest(int trees, int depth, int minInstances) implements ModelSettings {}

    /** MLlib's gradient-boosted trees (binary and regression). */
    public record GradientBoostedTrees(int rounds, int depth, double learningRate, double subsample)
            implements ModelSettings {}

    /** Logistic regression, or linear regression for numeric labels, with elastic net. */
    public record Linear(int iterations, double regularization, double elasticNet) implements ModelSettings {}

    /** One MLlib decision tree. */
    public record DecisionTree(int depth, int minInstances) implements ModelSettings {}

    /** How the layers of a network are joined. */
    public enum Architecture {
        MLP,
        RESIDUAL
    }

    public enum Optimizer {
        ADAM,
        ADAMW
    }

    /** How the learning rate goes on after its warm-up. */
    public enum Schedule {
        CONSTANT,
        LINEAR,
        COSINE
    }

    /** How much the rows of a class count. */
    public enum ClassWeights {
        NONE,
        BALANCED
    }

    /**
     * A neural network by DeepLearning4J.
     *
     * @param bins of each numeric feature at most; 0: features enter as they are, standardized
     * @param embedding numbers that stand for each binned column before the first layer; 0: none do
     * @param externalMemory whether rows lie on the local disk while they are trained on
     * @param categories how columns of categories enter
     * @param warmUp epochs in which the learning rate rises to its highest
     * @param splitWiderThan the most units of a hidden layer that one worker holds alone; 0: any number
     */
    public record NeuralNetwork(
            Architecture architecture,
            List<Integer> hidden,
            boolean batchNormalization,
            int bins,
            int embedding,
            NetworkCategories categories,
            int epochs,
            int batch,
            Optimizer optimizer,
            double learningRate,
            Schedule schedule,
            int warmUp,
            double dropout,
            double weightDecay,
            ClassWeights classWeights,
            int splitWiderThan)
            implements ModelSettings {
        @Override
        public boolean joinsCategories() {
            return categories == NetworkCategories.EMBEDDED;
        }
    }

    /** How a network sees a column of categories: each as an input of its own, or by an embedding before the first layer. */
    public enum NetworkCategories {
        ONE_HOT,
        EMBEDDED
    }

    public enum EnsembleMethod {
        VOTING,
        STACKING,
        GREEDY
    }

    /** How probabilities are mended. */
    public enum CalibrationMethod {
        PLATT,
        ISOTONIC,
        BETA
    }

    /** Where models train; auto: on GPUs where there are some. */
    public enum Device {
        AUTO,
        CPU,
        CUDA
    }

    /** How the models' predictions become one. */
    public record EnsembleSettings(EnsembleMethod method) {}
}
