package io.lepton.inference.loading;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.trees.TreeEnsemble;
import io.lepton.inference.trees.TreeEvaluator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;

/**
 * Rows for tests, one after the other, and what an ensemble says of them.
 *
 * @param categories the features whose values are categories
 */
record Rows(float[] values, int features, Set<Integer> categories) {

    /** Numbers of every size, some equal, some missing. */
    static Rows random(int rows, int features, double missing, long seed) {
        Random random = new Random(seed);
        float[] values = new float[rows * features];
        for (int i = 0; i < values.length; i++) {
            double scale = Math.pow(10, i % features % 7 - 3);
            double value = i % features % 3 == 0 ? random.nextInt(20) : random.nextGaussian();
            values[i] = random.nextDouble() < missing ? Float.NaN : (float) (value * scale);
        }
        return new Rows(values, features, Set.of());
    }

    /** The same, where every third feature is one of some categories. */
    static Rows categorical(int rows, int features, int categories, double missing, long seed) {
        float[] values = random(rows, features, missing, seed).values();
        Random random = new Random(seed);
        for (int i = 0; i < values.length; i++) {
            if (i % features % 3 == 0 && !Float.isNaN(values[i])) {
                values[i] = random.nextInt(categories);
            }
        }
        return new Rows(
                values,
                features,
                IntStream.range(0, features)
                        .filter(feature -> feature % 3 == 0)
                        .boxed()
                        .collect(Collectors.toSet()));
    }

    /** UCI Adult, as published, with its words as categories and {@code ?} as missing. */
    static Rows adult(int count) throws IOException {
        List<String> lines;
        try (BufferedReader file = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Path.of("../deploy/data/adult/adult.csv.gz"))), UTF_8))) {
            lines = file.lines().skip(1).limit(count).toList();
        }
        int features = 14;
        float[] values = new float[lines.size() * features];
        Map<String, Integer> words = new HashMap<>();
        Set<Integer> categories = new HashSet<>();
        for (int row = 0; row < lines.size(); row++) {
            String[] fields = lines.get(row).split(",");
            for (int feature = 0; feature < features; feature++) {
                String field = fields[feature];
                boolean number = field.matches("\\d+");
                if (!number && !field.equals("?")) {
                    categories.add(feature);
                    words.putIfAbsent(field, words.size());
                }
                values[row * features + feature] =
                        field.equals("?") ? Float.NaN : number ? Float.parseFloat(field) : words.get(field);
            }
        }
        return new Rows(values, features, categories);
    }

    /** The same, with some values replaced by those at which comparisons go wrong; XGBoost takes no infinity. */
    Rows withExtremes(long seed) {
        float[] extremes = {
            0f,
            -0f,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MIN_NORMAL,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            1e30f,
            -1e30f
        };
        Random random = new Random(seed);
        float[] changed = values.clone();
        for (int i = 0; i < changed.length; i++) {
            if (random.nextInt(5) == 0) {
                changed[i] = extremes[random.nextInt(extremes.length)];
            }
        }
        return new Rows(changed, features, categories);
    }

    int count() {
        return values.length / features;
    }

    double[] predictions(TreeEnsemble ensemble) {
        double[] predictions = new double[count() * ensemble.outputs()];
        TreeEvaluator evaluator = ensemble.evaluator();
        double[] some = new double[FeatureBlock.ROWS * ensemble.outputs()];
        forBlocks((block, first) -> {
            evaluator.predict(block, some);
            System.arraycopy(some, 0, predictions, first * ensemble.outputs(), block.rows() * ensemble.outputs());
        });
        return predictions;
    }

    double[] margins(TreeEnsemble ensemble) {
        double[] margins = new double[count() * ensemble.outputs()];
        TreeEvaluator evaluator = ensemble.evaluator();
        double[] some = new double[FeatureBlock.ROWS * ensemble.outputs()];
        forBlocks((block, first) -> {
            evaluator.margins(block, some);
            System.arraycopy(some, 0, margins, first * ensemble.outputs(), block.rows() * ensemble.outputs());
        });
        return margins;
    }

    int[] leaves(TreeEnsemble ensemble) {
        int[] leaves = new int[count() * ensemble.trees()];
        TreeEvaluator evaluator = ensemble.evaluator();
        int[] some = new int[FeatureBlock.ROWS * ensemble.trees()];
        forBlocks((block, first) -> {
            evaluator.leaves(block, some);
            System.arraycopy(some, 0, leaves, first * ensemble.trees(), block.rows() * ensemble.trees());
        });
        return leaves;
    }

    private void forBlocks(BiConsumer<FeatureBlock, Integer> consumer) {
        FeatureBlock block = new FeatureBlock(features);
        for (int first = 0; first < count(); first += FeatureBlock.ROWS) {
            block.copyRows(values, first, Math.min(FeatureBlock.ROWS, count() - first));
            consumer.accept(block, first);
        }
    }
}
