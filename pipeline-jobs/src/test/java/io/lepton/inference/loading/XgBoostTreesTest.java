package io.lepton.inference.loading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lepton.error.LeptonException;
import io.lepton.inference.trees.TreeEnsemble;
import io.lepton.inference.trees.TreeEnsembleBuilder;
import io.lepton.inference.trees.Walk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every value is compared with what XGBoost itself predicts for the same rows, and every leaf with XGBoost's. */
class XgBoostTreesTest {
    private static final int FEATURES = 11;

    private static DMatrix matrix(Rows rows) throws XGBoostError {
        DMatrix matrix = new DMatrix(rows.values(), rows.count(), rows.features(), Float.NaN);
        if (!rows.categories().isEmpty()) {
            matrix.setFeatureTypes(IntStream.range(0, rows.features())
                    .mapToObj(feature -> rows.categories().contains(feature) ? "c" : "q")
                    .toArray(String[]::new));
        }
        return matrix;
    }

    private static Booster train(Rows rows, String objective, int trees, int depth, Map<String, Object> more)
            throws XGBoostError {
        int classes = objective.startsWith("multi:") ? 3 : 2;
        boolean counts = !objective.matches("(binary|multi|rank):.*");
        Random random = new Random(3);
        float[] labels = new float[rows.count()];
        for (int row = 0; row < labels.length; row++) {
            double signal = random.nextGaussian();
            for (int feature = 0; feature < 5; feature++) {
                float value = rows.values()[row * rows.features() + feature];
                signal += Float.isNaN(value) ? 0.5 : Math.sin(value * (feature + 1));
            }
            labels[row] = counts
                    ? (float) Math.exp(signal / 3)
                    : (int) Math.min(classes - 1, Math.max(0, signal + classes / 2.0));
        }
        DMatrix matrix = matrix(rows);
        matrix.setLabel(labels);
        Map<String, Object> parameters = new HashMap<>(Map.of(
                "objective", objective, "max_depth", depth, "nthread", 1, "verbosity", 0, "min_child_weight", 0.01));
        if (classes > 2) {
            parameters.put("num_class", classes);
        }
        parameters.putAll(more);
        return XGBoost.train(matrix, parameters, trees, Map.of(), null, null);
    }

    private static void requireSame(Booster booster, Rows rows) throws XGBoostError {
        DMatrix matrix = matrix(rows);
        double[] expected = flat(booster.predict(matrix));
        double[] margins = flat(booster.predict(matrix, true));
        int[] leaves = Arrays.stream(flat(booster.predictLeaf(matrix, 0)))
                .mapToInt(leaf -> (int) leaf)
                .toArray();
        TreeEnsembleBuilder builder = XgBoostTrees.builder(booster.toByteArray("json"));

        for (Walk walk : builder.walks()) {
            TreeEnsemble ensemble = builder.build(walk);
            assertThat(Arrays.mismatch(rows.leaves(ensemble), leaves))
                    .as("the first wrong leaf by %s", walk)
                    .isEqualTo(-1);
            assertThat(Arrays.mismatch(rows.margins(ensemble), margins))
                    .as("the first wrong margin by %s", walk)
                    .isEqualTo(-1);
            assertThat(rows.predictions(ensemble))
                    .as("predictions by %s", walk)
                    .containsExactly(expected, within(1e-6));
        }
    }

    private static double[] flat(float[][] rows) {
        return Arrays.stream(rows)
                .flatMapToDouble(row -> IntStream.range(0, row.length).mapToDouble(i -> row[i]))
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1", "10, 2", "100, 3", "10, 4", "10, 5", "100, 6", "10, 7", "10, 8", "10, 9", "10, 10", "3, 11", "10, 12"
    })
    void sumsWhatXgBoostSumsBitByBit(int trees, int depth) throws XGBoostError {
        Rows rows = Rows.random(3000, FEATURES, 0.2, 1);
        Booster booster = train(rows, "binary:logistic", trees, depth, Map.of());

        requireSame(booster, rows);
        requireSame(booster, Rows.random(300, FEATURES, 0.5, 2).withExtremes(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "binary:logitraw",
                "reg:squarederror",
                "reg:absoluteerror",
                "reg:pseudohubererror",
                "count:poisson",
                "reg:gamma",
                "reg:tweedie",
                "multi:softprob",
                "reg:squaredlogerror",
                "reg:quantileerror",
                "survival:cox",
                "rank:pairwise",
                "rank:ndcg"
            })
    void knowsTheObjective(String objective) throws XGBoostError {
        Rows rows = Rows.random(1000, FEATURES, 0.1, 4);

        requireSame(
                train(
                        rows,
                        objective,
                        12,
                        5,
                        objective.equals("reg:quantileerror") ? Map.of("quantile_alpha", 0.3) : Map.of()),
                rows);
    }

    @ParameterizedTest
    @CsvSource({"1, 5", "1, 9", "100, 5", "100, 9"})
    void sendsCategoriesWhereXgBoostSendsThem(int oneHot, int depth) throws XGBoostError {
        Rows rows = Rows.categorical(2000, FEATURES, 20, 0.1, 5);
        Booster booster = train(rows, "binary:logistic", 20, depth, Map.of("max_cat_to_onehot", oneHot));

        requireSame(booster, rows);
        requireSame(booster, Rows.categorical(500, FEATURES, 40, 0.1, 6));
    }

    @Test
    void agreesOnAdultWithItsWordsAsCategories() throws IOException, XGBoostError {
        Rows rows = Rows.adult(10_000);
        Booster booster = train(rows, "binary:logistic", 50, 6, Map.of("max_cat_to_onehot", 4));

        requireSame(booster, rows);
    }

    @Test
    void addsParallelTreesToTheirClass() throws XGBoostError {
        Rows rows = Rows.random(1000, FEATURES, 0.1, 8);

        requireSame(train(rows, "multi:softprob", 4, 4, Map.of("num_parallel_tree", 3, "subsample", 0.5)), rows);
    }

    @Test
    void weighsTreesThatWereDroppedOnTheWay() throws XGBoostError {
        Rows rows = Rows.random(1000, FEATURES, 0.1, 8);
        Booster booster = train(rows, "binary:logistic", 20, 4, Map.of("booster", "dart", "rate_drop", 0.5));

        assertThat(rows.predictions(XgBoostTrees.of(booster)))
                .containsExactly(flat(booster.predict(matrix(rows))), within(1e-6));
        assertThat(new String(booster.toByteArray("json"), UTF_8)).containsPattern("weight_drop\":\\[[^\\]]*E-1");
    }

    @Test
    void beginsWithTheBaseScore() throws XGBoostError {
        Rows rows = Rows.random(500, FEATURES, 0.1, 8);

        requireSame(train(rows, "binary:logistic", 3, 3, Map.of("base_score", 0.2)), rows);
        requireSame(train(rows, "reg:squarederror", 3, 3, Map.of("base_score", 7.3)), rows);
        requireSame(train(rows, "count:poisson", 3, 3, Map.of("base_score", 2.5)), rows);
    }

    @Test
    void predictsSparseRowsAsXgBoostDoes() throws XGBoostError {
        Rows rows = Rows.random(400, FEATURES, 0.7, 9);
        Booster booster = train(rows, "binary:logistic", 10, 5, Map.of());
        long[] ends = new long[rows.count() + 1];
        int[] features = new int[rows.values().length];
        float[] values = new float[rows.values().length];
        int present = 0;
        for (int i = 0; i < rows.values().length; i++) {
            if (!Float.isNaN(rows.values()[i])) {
                features[present] = i % FEATURES;
                values[present++] = rows.values()[i];
            }
            ends[i / FEATURES + 1] = present;
        }
        DMatrix sparse = new DMatrix(
                ends,
                Arrays.copyOf(features, present),
                Arrays.copyOf(values, present),
                DMatrix.SparseType.CSR,
                FEATURES);

        assertThat(rows.predictions(XgBoostTrees.of(booster)))
                .containsExactly(flat(booster.predict(sparse)), within(1e-6));
    }

    @Test
    void isTheSameAfterATripToAnExecutor() throws Exception {
        Rows rows = Rows.categorical(300, FEATURES, 20, 0.1, 5);
        TreeEnsembleBuilder builder =
                XgBoostTrees.builder(train(rows, "binary:logistic", 5, 5, Map.of("max_cat_to_onehot", 1))
                        .toByteArray("json"));

        for (Walk walk : builder.walks()) {
            TreeEnsemble ensemble = builder.build(walk);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            new ObjectOutputStream(bytes).writeObject(ensemble);
            Object again = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

            assertThat(rows.predictions((TreeEnsemble) again)).isEqualTo(rows.predictions(ensemble));
        }
    }

    @Test
    void refusesWhatIsNoSumOfTrees() throws XGBoostError {
        Rows rows = Rows.random(200, FEATURES, 0.1, 10);
        byte[] dart = new String(train(rows, "binary:logistic", 3, 3, Map.of()).toByteArray("json"), UTF_8)
                .replace("\"name\":\"gbtree\"", "\"name\":\"dart\"")
                .getBytes(UTF_8);
        Booster linear = train(rows, "binary:logistic", 3, 3, Map.of("booster", "gblinear"));

        assertThatThrownBy(() -> XgBoostTrees.of(dart))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot score an XGBoost model of booster 'dart': only 'gbtree'");
        assertThatThrownBy(() -> XgBoostTrees.of(linear))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("booster 'gblinear'");
        Booster hinge = train(rows, "binary:hinge", 3, 3, Map.of());
        assertThatThrownBy(() -> XgBoostTrees.of(hinge))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("Cannot score an XGBoost model of objective 'binary:hinge': what it predicts");
        Booster vectors = train(
                rows, "multi:softprob", 3, 3, Map.of("multi_strategy", "multi_output_tree", "tree_method", "hist"));
        assertThatThrownBy(() -> XgBoostTrees.of(vectors))
                .isInstanceOf(LeptonException.class)
                .hasMessageContaining("train it with multi_strategy one_output_per_tree");
    }

    @Property(tries = 25)
    void agreesOnRandomModelsAndRows(
            @ForAll @IntRange(min = 1, max = 600) int count,
            @ForAll @IntRange(min = 1, max = 12) int features,
            @ForAll @IntRange(min = 1, max = 12) int depth,
            @ForAll @IntRange(min = 1, max = 15) int trees,
            @ForAll @DoubleRange(max = 0.9) double missing,
            @ForAll long seed)
            throws XGBoostError {
        Rows rows = Rows.random(count, Math.max(5, features), missing, seed);
        Booster booster = train(
                rows,
                "reg:squarederror",
                trees,
                depth,
                Map.of("tree_method", seed % 2 == 0 ? "hist" : "exact", "base_score", 0.5));

        requireSame(booster, rows.withExtremes(seed));
    }
}
