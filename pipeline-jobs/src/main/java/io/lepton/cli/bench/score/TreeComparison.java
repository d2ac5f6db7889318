package io.lepton.cli.bench.score;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.timing.Timed;
import io.lepton.inference.FeatureBlock;
import io.lepton.inference.Scorer;
import io.lepton.inference.loading.XgBoostTrees;
import io.lepton.inference.trees.TreeEnsembleBuilder;
import io.lepton.inference.trees.Walk;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * The evaluator, by each way to find leaves, beside XGBoost's native predictor: the same rows in memory, one thread each; making the matrix is not
 * counted.
 */
record TreeComparison(ScoreSetup setup) {
    private static final int FEATURES = 30;
    private static final int MOST_ROWS = 200_000;
    private static final int TRAINING_ROWS = 5_000;
    private static final int TURNS = 5;
    private static final int[] TREES = {1, 10, 100, 1000};
    private static final int[] DEPTHS = {4, 6, 8, 12};

    void measure(Findings findings) {
        int rows = Math.min(setup.rows(), MOST_ROWS);
        float[] training = numbers(TRAINING_ROWS, 1);
        float[] scored = numbers(rows, 2);
        try {
            DMatrix learned = new DMatrix(training, TRAINING_ROWS, FEATURES, Float.NaN);
            learned.setLabel(labels(training));
            for (int depth : DEPTHS) {
                for (int trees : TREES) {
                    Booster booster = XGBoost.train(learned, parameters(depth), trees, Map.of(), null, null);
                    measure(booster, trees, depth, scored, rows, findings);
                    booster.dispose();
                }
            }
            learned.dispose();
        } catch (XGBoostError e) {
            throw new IllegalStateException("XGBoost does not predict: " + e.getMessage(), e);
        }
    }

    private static void measure(Booster booster, int trees, int depth, float[] scored, int rows, Findings findings)
            throws XGBoostError {
        TreeEnsembleBuilder builder = XgBoostTrees.builder(booster);
        Map<Walk, double[]> ours = new EnumMap<>(Walk.class);
        builder.walks().forEach(walk -> ours.put(walk, new double[TURNS]));
        booster.setParam("nthread", 1);
        double[] theirs = new double[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            for (Map.Entry<Walk, double[]> each : ours.entrySet()) {
                Scorer scorer = builder.build(each.getKey()).scorer();
                each.getValue()[turn] = seconds(() -> score(scorer, scored, rows));
            }
            // A new one each time: of one that it has seen a booster keeps the predictions.
            DMatrix matrix = new DMatrix(scored, rows, FEATURES, Float.NaN);
            theirs[turn] = seconds(() -> booster.predict(matrix));
            matrix.dispose();
        }
        double perRow = 1e9 / rows;
        Walk taken = builder.build().walk();
        for (Map.Entry<Walk, double[]> each : ours.entrySet()) {
            boolean isTaken = each.getKey() == taken;
            String name = String.format(
                    Locale.ROOT,
                    "%,d x depth %d by %s%s, ns a row : XGBoost's native predictor",
                    trees,
                    depth,
                    each.getKey().name().toLowerCase(Locale.ROOT),
                    isTaken ? ", which is taken" : "");
            double nanoseconds = Timed.median(each.getValue()) * perRow;
            double ofNative = Timed.median(theirs) * perRow;
            findings.measured(
                    isTaken && trees == 100 && depth == 6
                            ? Measurement.atMost(name, nanoseconds, ofNative, 1 / 1.5)
                            : Measurement.told(name, nanoseconds, ofNative));
        }
    }

    private static void score(Scorer scorer, float[] scored, int rows) {
        FeatureBlock block = new FeatureBlock(FEATURES);
        double[] predictions = new double[FeatureBlock.ROWS];
        for (int first = 0; first < rows; first += FeatureBlock.ROWS) {
            block.copyRows(scored, first, Math.min(FeatureBlock.ROWS, rows - first));
            scorer.predict(block, predictions);
        }
    }

    private interface Work {
        void run() throws XGBoostError;
    }

    private static double seconds(Work work) throws XGBoostError {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static Map<String, Object> parameters(int depth) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("objective", "binary:logistic");
        parameters.put("max_depth", depth);
        parameters.put("eta", 0.1);
        parameters.put("tree_method", "hist");
        parameters.put("verbosity", 0);
        // Deep trees stay deep to the last one.
        parameters.put("min_child_weight", 0);
        return parameters;
    }

    private static float[] numbers(int rows, int seed) {
        Random random = new Random(seed);
        float[] numbers = new float[rows * FEATURES];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static float[] labels(float[] rows) {
        Random chance = new Random(3);
        float[] labels = new float[rows.length / FEATURES];
        for (int row = 0; row < labels.length; row++) {
            float x = rows[row * FEATURES];
            float y = rows[row * FEATURES + 1];
            labels[row] = x * y + Math.sin(2 * rows[row * FEATURES + 2]) + chance.nextGaussian() > 0 ? 1 : 0;
        }
        return labels;
    }
}
