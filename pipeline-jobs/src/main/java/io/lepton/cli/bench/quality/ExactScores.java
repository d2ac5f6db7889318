package io.lepton.cli.bench.quality;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.inference.FeatureRows;
import io.lepton.inference.ScoringModel;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.scoring.CompiledModel;
import io.lepton.training.stages.Combination;
import io.lepton.training.stages.EnsembleModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The compiled models' predictions beside those of the libraries that trained them (of networks, beside our own transformer, which takes row by row in
 * doubles), value by value, on small sets of real data: on rows held out, on
 * the same rows with values missing, extreme or of no category, and as sparse vectors.
 *
 * @param data folder with a folder a set
 */
public record ExactScores(SparkSession spark, Path data) {
    private static final int SPLIT = 1;

    /** Of a probability. */
    private static final double TOLERANCE = 1e-6;

    /** Of a quantity, relative to it where it is above 1: networks compute in floats, as the library does that trained them. */
    private static final double TOLERANCE_OF_QUANTITIES = 1e-5;

    /** Rows that are changed, too. */
    private static final int MOST_ROWS = 5000;

    /** Sets that the folder lacks are named and left out. */
    public void measure(Findings findings) {
        for (ShippedData set : ShippedData.values()) {
            if (Files.exists(set.in(data))) {
                measure(set.folder(), set.task(), set.split(spark, data, SPLIT), findings);
            } else {
                findings.note("Not measured: " + set.folder() + ". There is no " + set.in(data) + ".");
            }
        }
        Path adult = data.resolve("adult");
        if (Files.exists(adult.resolve("adult-train.csv.gz"))) {
            measure("adult", TaskType.BINARY, new AdultQuality(spark, adult).split(), findings);
        } else {
            findings.note("Not measured: adult. There is no " + adult.resolve("adult-train.csv.gz") + ".");
        }
    }

    private void measure(String set, TaskType task, ShippedData.Split split, Findings findings) {
        Dataset<Row> training = split.training().cache();
        List<double[]> rows = rows(split.heldOut());
        Dataset<Row> asked = asked(rows);
        Map<String, Transformer> models = new LinkedHashMap<>();
        models(task).forEach((name, model) -> models.put(name, (Transformer) model.fit(training)));
        training.unpersist();
        models.put("mean of all", mean(task, models));
        double tolerance = task.classifies() ? TOLERANCE : TOLERANCE_OF_QUANTITIES;
        models.forEach((name, model) -> findings.measured(Measurement.atMost(
                set + ", " + 2 * rows.size() + " rows, " + name + ", largest difference : " + tolerance,
                difference(model, rows, asked, task),
                tolerance,
                1)));
    }

    private static Map<String, Estimator<?>> models(TaskType task) {
        Map<String, Estimator<?>> models = new LinkedHashMap<>(EnsembleQuality.models(task));
        models.put("decision tree", Trees.decisionTree(task, new Trees.DecisionTreeSettings(6, 5)));
        models.put(
                "boosted trees", Trees.gradientBoosted(task, new Trees.GradientBoostedTreesSettings(20, 4, 0.1, 0.8)));
        return models;
    }

    private static Transformer mean(TaskType task, Map<String, Transformer> members) {
        double[] shares = new double[members.size()];
        Arrays.fill(shares, 1.0 / shares.length);
        double[][] weights = {shares};
        return new EnsembleModel(
                new LinkedHashMap<>(members),
                task.classifies()
                        ? new Combination(Combination.Kind.AVERAGE_PROBABILITIES, 2, new double[0], weights)
                        : new Combination(Combination.Kind.LINEAR, 0, new double[] {0}, weights));
    }

    /** Held-out rows as they are, then with one value of five changed. */
    private static List<double[]> rows(Dataset<Row> heldOut) {
        Random random = new Random(1);
        double[] extremes = {Double.NaN, 0, -1, 0.5, 1e6, -1e6, Float.MIN_VALUE};
        List<double[]> rows = new ArrayList<>();
        List<double[]> changed = new ArrayList<>();
        for (Row row : heldOut.select("features").limit(MOST_ROWS).collectAsList()) {
            double[] features = row.<Vector>getAs(0).toArray();
            rows.add(features);
            double[] others = features.clone();
            for (int i = 0; i < others.length; i++) {
                others[i] = random.nextInt(5) == 0 ? extremes[random.nextInt(extremes.length)] : others[i];
            }
            changed.add(others);
        }
        rows.addAll(changed);
        return rows;
    }

    /** Each dense, then each sparse. */
    private Dataset<Row> asked(List<double[]> rows) {
        List<Row> vectors = new ArrayList<>();
        rows.forEach(row -> vectors.add(RowFactory.create(vectors.size(), Vectors.dense(row))));
        rows.forEach(row ->
                vectors.add(RowFactory.create(vectors.size(), Vectors.dense(row).toSparse())));
        return spark.createDataFrame(
                        vectors,
                        new StructType()
                                .add("number", DataTypes.IntegerType)
                                .add("features", SQLDataTypes.VectorType()))
                .coalesce(1)
                .cache();
    }

    private static double difference(Transformer model, List<double[]> rows, Dataset<Row> asked, TaskType task) {
        ScoringModel compiled = CompiledModel.of(model).orElseThrow();
        int width = compiled.features();
        float[] features = new float[rows.size() * width];
        for (int row = 0; row < rows.size(); row++) {
            for (int f = 0; f < width; f++) {
                features[row * width + f] = (float) rows.get(row)[f];
            }
        }
        double[] ours = new FeatureRows(features, width).outputs(compiled);
        double largest = 0;
        for (Row row : model.transform(asked)
                .select("number", task.classifies() ? "probability" : "prediction")
                .collectAsList()) {
            double[] theirs = task.classifies() ? row.<Vector>getAs(1).toArray() : new double[] {row.getDouble(1)};
            int at = row.getInt(0) % rows.size() * theirs.length;
            for (int k = 0; k < theirs.length; k++) {
                double difference = Math.abs(ours[at + k] - theirs[k]) / Math.max(1, Math.abs(theirs[k]));
                largest = Math.max(largest, Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference);
            }
        }
        return largest;
    }
}
