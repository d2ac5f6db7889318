package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.rand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.FittedFeatures;
import io.lepton.features.InputProfile;
import io.lepton.features.TransformMethod;
import io.lepton.testing.LocalSpark;
import io.lepton.training.Linear;
import io.lepton.training.LinearSettings;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.XgBoostSettings;
import io.lepton.training.stages.Combination;
import io.lepton.training.stages.EnsembleModel;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The quick way beside the stages of Spark ML on every set of real data that we ship, from its columns as they are to the score: rows as
 * they were published, and the same rows with one value of five missing, extreme or of a category that no row had. That rows reach the
 * same leaves is tested by XgBoostTreesTest and SparkTreesTest (io.lepton.inference.loading), on random models and rows.
 */
@Tag("slow")
@ExtendWith(LocalSpark.class)
class ShippedScoringTest {
    private static final Path DATA = Path.of("../../shared/data");
    private static final int MOST_ROWS = 300;
    private static final double[] EXTREMES = {
        1e6, -1e6, 1e30, -1e30, Double.MAX_VALUE, -Double.MAX_VALUE, Double.MIN_VALUE, -0.0, Double.NaN
    };
    private static final int[] EXTREME_INTEGERS = {1_000_000, -1_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE};
    private static final List<TransformMethod> OF_NUMBERS =
            List.of(TransformMethod.BUCKET, TransformMethod.PASS, TransformMethod.NORMALIZE);

    private final SparkSession spark;

    @TempDir
    private Path folder;

    ShippedScoringTest(SparkSession spark) {
        this.spark = spark;
    }

    /** With what is predicted, as SQL, and the columns that are no features. */
    enum Shipped {
        ADULT("adult-train.csv.gz", "_c14 like '%>50K'", List.of("_c14")),
        ARX_ADULT("adult.csv.gz", "`salary-class` = '>50K'", List.of("salary-class")),
        GERMAN_CREDIT("german.csv", "credit = 2", List.of("credit")),
        PIMA_DIABETES("pima.csv", "_c8 = 1", List.of("_c8")),
        MAMMOGRAPHY("mammography.csv", "_c6 not like '%-1%'", List.of("_c6")),
        AI4I2020("ai4i2020.csv", "`Machine failure` = 1", List.of("Machine failure", "UDI", "Product ID")),
        STUDENT_PERFORMANCE("student-mat.csv", "G3", List.of("G3")),
        MOVIE_REVIEWS("review_polarity.tar.gz", "kind = 'pos'", List.of("kind"));

        private final String file;
        private final String label;
        private final List<String> others;

        Shipped(String file, String label, List<String> others) {
            this.file = file;
            this.label = label;
            this.others = others;
        }

        private Path path() {
            return DATA.resolve(name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .resolve(file);
        }

        private TaskType task() {
            return this == STUDENT_PERFORMANCE ? TaskType.REGRESSION : TaskType.BINARY;
        }

        /** What makes numbers of a column; several do, each in its way. */
        private List<ColumnTransform> transforms(String column, DataType type, int place) {
            if (this == MOVIE_REVIEWS) {
                return List.of(
                        new ColumnTransform(column, TransformMethod.TF_IDF, 10, 32),
                        new ColumnTransform(column, TransformMethod.HASH, 10, 8));
            }
            TransformMethod second = type.equals(DataTypes.StringType)
                    ? TransformMethod.HASH
                    : OF_NUMBERS.get(place % OF_NUMBERS.size());
            return List.of(
                    new ColumnTransform(column, TransformMethod.AUTO, 10, 16),
                    new ColumnTransform(column, second, 6, 8));
        }
    }

    @ParameterizedTest
    @EnumSource(Shipped.class)
    void scoresRealRowsAsTheStagesDo(Shipped set) throws IOException {
        if (!"true".equals(System.getenv("CI"))) {
            assumeThat(DATA).exists();
        }
        assertThat(set.path()).exists();
        Dataset<Row> training = read(set)
                .orderBy(rand(1))
                .limit(MOST_ROWS)
                .withColumn("wanted", expr(set.label).cast("double"))
                .withColumn("row", monotonically_increasing_id())
                .withColumn("beyond_floats", lit(false))
                .localCheckpoint();
        List<String> inputs = Arrays.stream(training.columns())
                .filter(name -> !set.others.contains(name)
                        && !List.of("wanted", "row", "beyond_floats").contains(name))
                .toList();
        List<ColumnTransform> transforms = new ArrayList<>();
        inputs.forEach(column -> transforms.addAll(
                set.transforms(column, training.schema().apply(column).dataType(), transforms.size() / 2)));
        FittedFeatures features = new FeaturePlan(transforms).fit(training);
        Dataset<Row> asked = asIsAndChanged(training, inputs);
        LabelCodec label =
                new LabelCodec("wanted", set.task(), set.task().classifies() ? List.of("0", "1") : List.of());

        Map<String, Transformer> models = models(set.task(), features, training);

        models.forEach((name, model) -> {
            ModelBundle bundle = new ModelBundle(
                    features, InputProfile.unknown(), new PipelineModel("b", new Transformer[] {model}), label);
            assertThat(BlockScoring.predict(
                            bundle, asked, List.of("row"), ScoreNames.USUAL, List.of(), Optional.empty()))
                    .as(name)
                    .isPresent();
            // XGBoost takes no number that a float does not hold, so that there is nothing to compare with.
            Dataset<Row> rows =
                    List.of("xgboost", "mean of all").contains(name) ? asked.where("not beyond_floats") : asked;
            assertSame(
                    set + ", " + name,
                    set.task(),
                    told(bundle.predict(rows, List.of("row"))),
                    told(bundle.predictByStages(rows)));
        });
    }

    private static Map<String, Transformer> models(TaskType task, FittedFeatures features, Dataset<Row> rows) {
        Dataset<Row> training = ModelBundle.withVectors(features.transform(rows))
                .select(col("features"), col("wanted").as("label"), lit(1.0).as("weight"))
                .coalesce(1)
                .localCheckpoint();
        Map<String, Estimator<?>> learners = new LinkedHashMap<>();
        learners.put("xgboost", Trees.xgboost(task, new XgBoostSettings(8, 4, 0.3, 0.8, 0.8, 1, 1)));
        learners.put("random forest", Trees.randomForest(task, new Trees.RandomForestSettings(3, 4, 2)));
        learners.put("boosted", Trees.gradientBoosted(task, new Trees.GradientBoostedTreesSettings(2, 3, 0.2, 0.9)));
        learners.put("tree", Trees.decisionTree(task, new Trees.DecisionTreeSettings(4, 2)));
        learners.put("linear", Linear.of(task, new LinearSettings(5, 0.01, 0)));
        Map<String, Transformer> models = new LinkedHashMap<>();
        learners.forEach((name, learner) -> models.put(name, (Transformer) learner.fit(training)));
        double[] shares = new double[models.size()];
        Arrays.fill(shares, 1.0 / shares.length);
        models.put(
                "mean of all",
                new EnsembleModel(
                        new LinkedHashMap<>(models),
                        task.classifies()
                                ? new Combination(
                                        Combination.Kind.AVERAGE_PROBABILITIES, 2, new double[0], new double[][] {shares
                                        })
                                : new Combination(
                                        Combination.Kind.LINEAR, 0, new double[] {0}, new double[][] {shares})));
        return models;
    }

    private Dataset<Row> read(Shipped set) throws IOException {
        if (set == Shipped.MOVIE_REVIEWS) {
            return reviews(set.path().toFile());
        }
        boolean header = set.others.stream().noneMatch(column -> column.startsWith("_c"));
        return spark.read()
                .option("header", header)
                .option("inferSchema", true)
                .option("ignoreLeadingWhiteSpace", true)
                .option("sep", set == Shipped.ARX_ADULT ? ";" : ",")
                .option("nullValue", "?")
                .csv(set.path().toString());
    }

    private Dataset<Row> reviews(File archive) throws IOException {
        FileUtil.unTar(archive, folder.toFile());
        List<Row> rows = new ArrayList<>();
        for (String kind : List.of("pos", "neg")) {
            try (Stream<Path> files = Files.list(folder.resolve("txt_sentoken").resolve(kind))) {
                for (Path file : files.sorted().limit(150).toList()) {
                    rows.add(RowFactory.create(Files.readString(file, StandardCharsets.ISO_8859_1), kind));
                }
            }
        }
        return spark.createDataFrame(
                rows, new StructType().add("review", DataTypes.StringType).add("kind", DataTypes.StringType));
    }

    /** As a table whose columns are read in batches. */
    private Dataset<Row> asIsAndChanged(Dataset<Row> rows, List<String> inputs) {
        StructType schema = rows.schema();
        Random random = new Random(1);
        List<Row> asked = new ArrayList<>(rows.collectAsList());
        int row = asked.size();
        for (Row found : List.copyOf(asked)) {
            Object[] values = new Object[schema.size()];
            for (int i = 0; i < values.length; i++) {
                boolean changes = inputs.contains(schema.fields()[i].name()) && random.nextInt(5) == 0;
                values[i] = changes ? other(schema.fields()[i].dataType(), random) : found.get(i);
            }
            values[schema.fieldIndex("row")] = (long) row++;
            values[schema.fieldIndex("beyond_floats")] = Arrays.stream(values)
                    .anyMatch(value -> value instanceof Double number && Math.abs(number) == Double.MAX_VALUE);
            asked.add(RowFactory.create(values));
        }
        String table = folder.resolve("asked").toString();
        spark.createDataFrame(asked, schema).coalesce(1).write().parquet(table);
        return spark.read().parquet(table);
    }

    /** A value that the column may hold, and seldom does. */
    private static Object other(DataType type, Random random) {
        if (random.nextInt(4) == 0) {
            return null;
        }
        if (type.equals(DataTypes.StringType)) {
            return random.nextInt(3) == 0 ? "" : "never seen " + random.nextInt(9);
        }
        return type.equals(DataTypes.IntegerType)
                ? (Object) EXTREME_INTEGERS[random.nextInt(EXTREME_INTEGERS.length)]
                : (Object) EXTREMES[random.nextInt(EXTREMES.length)];
    }

    private static List<Row> told(Dataset<Row> scored) {
        List<Row> rows =
                new ArrayList<>(scored.select("row", "score", "prediction").collectAsList());
        rows.sort(Comparator.comparing(row -> row.getLong(0)));
        return rows;
    }

    private static void assertSame(String model, TaskType task, List<Row> scored, List<Row> expected) {
        assertThat(scored).as(model).hasSameSizeAs(expected);
        assertThat(scored.stream().map(row -> row.getDouble(1)).distinct())
                .as(model + ": scores")
                .hasSizeGreaterThan(1);
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            Row reference = expected.get(i);
            double score = scored.get(i).getDouble(1);
            boolean samePrediction =
                    !task.classifies() || scored.get(i).getString(2).equals(reference.getString(2));
            if (!close(score, reference.getDouble(1)) || !samePrediction) {
                differences.add(scored.get(i) + " instead of " + reference);
            }
        }
        assertThat(differences).as(model).isEmpty();
    }

    private static boolean close(double score, double reference) {
        return Double.compare(score, reference) == 0
                || Math.abs(score - reference) <= 1e-6 * Math.max(1, Math.abs(reference));
    }
}
