package io.lepton.training;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.testing.LocalSpark;
import io.lepton.training.device.Device;
import io.lepton.training.stages.BoostedTrees;
import io.lepton.training.stages.CategoryGroups;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class TreeConstraintsTest {
    private static final List<List<Integer>> GROUPS = List.of(List.of(0, 2), List.of(1));

    /** The third feature is noise, whose effect goes up and down where nothing forbids it. */
    @Test
    void predictionsRiseAndFallAsAskedOnEveryRow(SparkSession spark) throws Exception {
        Dataset<Row> rows = TrainingData.of(spark, TaskType.BINARY, 400);

        PipelineModel free = fitted(rows, TreeConstraints.none());
        PipelineModel bound = fitted(rows, new TreeConstraints(List.of(1, -1, 1, 0), List.of()));

        assertThat(breaches(free, rows, 2, 1)).isPositive();
        assertThat(breaches(bound, rows, 0, 1)).isZero();
        assertThat(breaches(bound, rows, 1, -1)).isZero();
        assertThat(breaches(bound, rows, 2, 1)).isZero();
        assertThat(auc(bound, rows)).isGreaterThan(0.9);
    }

    @Test
    void noPathOfATreeLeavesItsGroup(SparkSession spark) throws Exception {
        Dataset<Row> rows = TrainingData.of(spark, TaskType.BINARY, 400);

        PipelineModel free = fitted(rows, TreeConstraints.none());
        PipelineModel bound = fitted(rows, new TreeConstraints(List.of(), GROUPS));

        assertThat(paths(free)).anySatisfy(path -> assertThat(path).contains(0, 1));
        assertThat(paths(bound)).isNotEmpty().allSatisfy(path -> assertThat(
                        GROUPS.stream().anyMatch(group -> group.containsAll(path)) || path.size() == 1)
                .as(path.toString())
                .isTrue());
    }

    /** Which of 60 categories are positive follows no order: a tree that asks whether the number is larger can't tell. */
    @Test
    void oneSplitTellsAnySetOfCategoriesFromTheOthers(SparkSession spark, @TempDir Path folder) throws Exception {
        Dataset<Row> rows = spark.range(0, 3000, 1, 1)
                .selectExpr("pmod(xxhash64(id), 60) as category")
                .selectExpr("category", "cast(pmod(xxhash64(category), 2) as double) as label", "1.0 as weight")
                .select(
                        array_to_vector(array(col("category").cast("double"))).as("features"),
                        col("label"),
                        col("weight"));
        BoostedTrees oneSplit = new BoostedTrees().setRounds(1).setDepth(1);

        PipelineModel ofNumbers = oneSplit.fit(rows);
        PipelineModel ofCategories = oneSplit.setCategories(List.of(0)).fit(rows);
        String path = folder.resolve("model").toString();
        ofCategories.save(path);

        assertThat(auc(ofNumbers, rows)).isLessThan(0.9);
        assertThat(auc(ofCategories, rows)).isEqualTo(1);
        assertThat(auc(PipelineModel.load(path), rows)).isEqualTo(1);
    }

    @Test
    void oneHotFeaturesOfAColumnBecomeOneOfCategories(SparkSession spark, @TempDir Path folder) throws Exception {
        Dataset<Row> rows = spark.range(0, 1000, 1, 1)
                .selectExpr("pmod(xxhash64(id), 12) as category", "double(id % 7) as number")
                .selectExpr(
                        "concat(transform(sequence(0, 3), i -> double(i = category)), array(number),"
                                + " transform(sequence(4, 10), i -> double(i = category))) as one_hot",
                        "array(number, if(category = 11, double('NaN'), double(category))) as numbered",
                        "cast(pmod(xxhash64(category), 2) = 1 or number > 5 as double) as label",
                        "1.0D as weight");
        Dataset<Row> oneHot = rows.withColumn("features", array_to_vector(col("one_hot")));
        Dataset<Row> numbered = rows.withColumn("features", array_to_vector(col("numbered")));
        BoostedTrees few = new BoostedTrees().setRounds(5).setDepth(3);

        PipelineModel ofCategories =
                few.copy(ParamMap.empty()).setCategories(List.of(1)).fit(numbered);
        PipelineModel ofGroups = few.copy(ParamMap.empty())
                .setGroups(new CategoryGroups(List.of(0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0)))
                .fit(oneHot);
        String path = folder.resolve("model").toString();
        ofGroups.save(path);

        assertThat(probabilities(ofGroups, oneHot)).isEqualTo(probabilities(ofCategories, numbered));
        assertThat(probabilities(PipelineModel.load(path), oneHot)).isEqualTo(probabilities(ofGroups, oneHot));
        assertThat(auc(ofGroups, oneHot)).isGreaterThan(0.95);
    }

    private static List<Row> probabilities(PipelineModel model, Dataset<Row> rows) {
        return model.transform(rows).select("probability").collectAsList();
    }

    private static double auc(PipelineModel model, Dataset<Row> rows) {
        return Evaluation.of(model.transform(rows), TaskType.BINARY).primary("auc");
    }

    private static PipelineModel fitted(Dataset<Row> rows, TreeConstraints constraints) {
        return (PipelineModel) Trees.xgboost(
                        TaskType.BINARY,
                        new XgBoostSettings(40, 4, 0.3, 1, 1, 1, 1, 0, 5L, Device.CPU),
                        constraints,
                        CategoryGroups.none())
                .fit(rows);
    }

    /** To be read while the model is held: it frees its booster when it is gone. */
    private static Booster booster(PipelineModel model) {
        return ((XGBoostClassificationModel) model.stages()[1]).nativeBooster().booster();
    }

    /** How often a prediction goes against the direction while the feature walks over a grid. */
    private static int breaches(PipelineModel model, Dataset<Row> rows, int feature, int direction) throws Exception {
        int breaches = 0;
        for (Row row : rows.limit(100).collectAsList()) {
            double[] values = row.<Vector>getAs("features").toArray();
            float[] grid = new float[61 * values.length];
            for (int step = 0; step <= 60; step++) {
                for (int i = 0; i < values.length; i++) {
                    grid[step * values.length + i] = i == feature ? (step - 30) / 10f : (float) values[i];
                }
            }
            float[][] predicted = booster(model).inplace_predict(grid, 61, values.length, Float.NaN);
            for (int step = 1; step <= 60; step++) {
                breaches += (predicted[step][0] - predicted[step - 1][0]) * direction < 0 ? 1 : 0;
            }
        }
        Reference.reachabilityFence(model);
        return breaches;
    }

    /** The features that are asked about from the root to each leaf. */
    private static List<Set<Integer>> paths(PipelineModel model) throws Exception {
        List<Set<Integer>> paths = new ArrayList<>();
        for (String tree : booster(model).getModelDump("", false)) {
            Map<String, String> nodes = new HashMap<>();
            tree.lines().map(String::strip).forEach(line -> nodes.put(line.substring(0, line.indexOf(':')), line));
            walk("0", nodes, Set.of(), paths::add);
        }
        Reference.reachabilityFence(model);
        return paths;
    }

    private static void walk(String node, Map<String, String> nodes, Set<Integer> above, Consumer<Set<Integer>> leaf) {
        Matcher split = Pattern.compile("\\[f(\\d+).*yes=(\\d+),no=(\\d+)").matcher(nodes.get(node));
        if (!split.find()) {
            if (!above.isEmpty()) {
                leaf.accept(above);
            }
            return;
        }
        Set<Integer> path = new HashSet<>(above);
        path.add(Integer.parseInt(split.group(1)));
        walk(split.group(2), nodes, path, leaf);
        walk(split.group(3), nodes, path, leaf);
    }
}
