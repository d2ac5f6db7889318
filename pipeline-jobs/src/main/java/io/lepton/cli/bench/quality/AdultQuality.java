package io.lepton.cli.bench.quality;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.lepton.cli.bench.Measurement;
import io.lepton.features.ColumnTransform;
import io.lepton.features.FeaturePlan;
import io.lepton.features.FittedFeatures;
import io.lepton.features.TransformMethod;
import io.lepton.training.CrossFitted;
import io.lepton.training.CrossFitting;
import io.lepton.training.Evaluation;
import io.lepton.training.GreedyEnsemble;
import io.lepton.training.StackingEnsemble;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.XgBoostSettings;
import io.lepton.training.device.Device;
import io.lepton.training.neural.Architecture;
import io.lepton.training.neural.ClassWeights;
import io.lepton.training.neural.NeuralNetwork;
import io.lepton.training.neural.NeuralNetworkSettings;
import io.lepton.training.neural.Optimizer;
import io.lepton.training.neural.Schedule;
import io.lepton.training.stages.EnsembleModel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How well Adult's official test file is predicted. Which settings, and which ensemble, is decided by cross-fitting on the training
 * file; the
 * test file is read once, at the end.
 */
public final class AdultQuality {
    private static final List<String> COLUMNS = List.of(
            "age",
            "workclass",
            "fnlwgt",
            "education",
            "education_num",
            "marital_status",
            "occupation",
            "relationship",
            "race",
            "sex",
            "capital_gain",
            "capital_loss",
            "hours_per_week",
            "native_country");
    private static final int FOLDS = 3;
    private static final long SEED = 42;

    private final SparkSession spark;
    private final Path folder;

    /** @param folder with UCI's files, {@code adult-train.csv.gz} and {@code adult-test.csv.gz} */
    public AdultQuality(SparkSession spark, Path folder) {
        this.spark = spark;
        this.folder = folder;
    }

    /** The training file and the test file. */
    ShippedData.Split split() {
        Dataset<Row> train = read("adult-train.csv.gz");
        FittedFeatures features = features(train);
        return new ShippedData.Split(vectors(features, train), vectors(features, read("adult-test.csv.gz")));
    }

    static FittedFeatures features(Dataset<Row> train) {
        return new FeaturePlan(COLUMNS.stream()
                        .map(column -> new ColumnTransform(column, TransformMethod.AUTO, 10, 32))
                        .toList())
                .fit(train);
    }

    public List<Measurement> measure() {
        Dataset<Row> train = read("adult-train.csv.gz");
        FittedFeatures features = features(train);
        Dataset<Row> training = vectors(features, train).cache();
        Map<String, Estimator<?>> models = models();
        try (CrossFitted outOfFold = CrossFitting.fit(models, TaskType.BINARY, training, FOLDS, SEED)) {
            Map<String, Transformer> fitted = CrossFitting.refit(models, training);
            String xgboost = best(outOfFold, "xgboost");
            String network = best(outOfFold, "network");
            String member = best(outOfFold, "");
            List<Function<CrossFitted, EnsembleModel>> rules =
                    List.of(fold -> StackingEnsemble.of(fold, fitted), fold -> GreedyEnsemble.of(fold, fitted, "auc"));
            EnsembleModel ensemble = rules.stream()
                    .max(Comparator.comparingDouble(rule -> auc(outOfFold.predictions(rule))))
                    .orElseThrow()
                    .apply(outOfFold);
            Dataset<Row> test = vectors(features, read("adult-test.csv.gz")).cache();
            double ofXgboost = auc(fitted.get(xgboost).transform(test));
            double ofNetwork = auc(fitted.get(network).transform(test));
            double ofMember = auc(fitted.get(member).transform(test));
            double ofEnsemble = auc(ensemble.transform(test));
            return List.of(
                    Measurement.atLeast("Adult's test file, AUC of " + xgboost + " : 0.928", ofXgboost, 0.928, 1),
                    Measurement.atLeast("Adult's test file, AUC of " + network + " : 0.915", ofNetwork, 0.915, 1),
                    Measurement.atLeast("Adult's test file, AUC of the ensemble : 0.929", ofEnsemble, 0.929, 1),
                    Measurement.atLeast(
                            "Adult's test file, AUC of the ensemble : its best member, " + member,
                            ofEnsemble,
                            ofMember,
                            1 - 0.001 / ofMember));
        }
    }

    private static Map<String, Estimator<?>> models() {
        Map<String, Estimator<?>> models = new LinkedHashMap<>();
        models.put("xgboost of depth 4", xgboost(1000, 4, SEED));
        models.put("xgboost of depth 5", xgboost(700, 5, SEED));
        models.put("xgboost of depth 5, drawn anew", xgboost(700, 5, SEED + 1));
        models.put("xgboost of depth 6", xgboost(500, 6, SEED));
        models.put("network, residual", network(64, 16, 0.3, SEED));
        models.put("network, residual, wide", network(128, 24, 0.5, SEED));
        models.put("network, residual, wide, drawn anew", network(128, 24, 0.5, SEED + 1));
        return models;
    }

    private static Estimator<?> xgboost(int rounds, int depth, long seed) {
        return Trees.xgboost(
                TaskType.BINARY, new XgBoostSettings(rounds, depth, 0.03, 0.8, 0.3, 1, 2, 0, seed, Device.CPU));
    }

    private static Estimator<?> network(int units, int embedding, double dropout, long seed) {
        return NeuralNetwork.of(
                TaskType.BINARY,
                new NeuralNetworkSettings(
                        Architecture.RESIDUAL,
                        List.of(units, units),
                        true,
                        48,
                        embedding,
                        20,
                        512,
                        Optimizer.ADAMW,
                        0.002,
                        Schedule.COSINE,
                        0,
                        dropout,
                        0.0001,
                        ClassWeights.NONE,
                        seed));
    }

    private static String best(CrossFitted outOfFold, String kind) {
        return outOfFold.models().stream()
                .filter(name -> name.startsWith(kind))
                .max(Comparator.comparingDouble(name -> outOfFold.quality(name).primary("auc")))
                .orElseThrow();
    }

    private static double auc(Dataset<Row> predictions) {
        return Evaluation.of(predictions, TaskType.BINARY).primary("auc");
    }

    /** All 48,842 rows of both files. */
    Dataset<Row> all() {
        return read("adult-train.csv.gz").unionByName(read("adult-test.csv.gz"));
    }

    /** One file with all columns; income is the last. */
    Dataset<Row> read(String file) {
        String[] names = Arrays.copyOf(COLUMNS.toArray(String[]::new), COLUMNS.size() + 1);
        names[COLUMNS.size()] = "income";
        return spark.read()
                .option("ignoreLeadingWhiteSpace", true)
                .option("ignoreTrailingWhiteSpace", true)
                .option("nullValue", "?")
                .option("inferSchema", true)
                .csv(folder.resolve(file).toString())
                .toDF(names)
                .where("income is not null");
    }

    private static Dataset<Row> vectors(FittedFeatures features, Dataset<Row> rows) {
        return features.transform(rows)
                .select(
                        array_to_vector(col("features").cast("array<double>")).as("features"),
                        expr("cast(income like '>50K%' as double)").as("label"),
                        lit(1.0).as("weight"));
    }
}
