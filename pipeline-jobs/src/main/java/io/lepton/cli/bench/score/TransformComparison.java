package io.lepton.cli.bench.score;

import static org.apache.spark.sql.functions.col;

import io.lepton.Model;
import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.baseline.StockXgBoost;
import io.lepton.cli.bench.timing.Timed;
import io.lepton.training.XgBoostSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.classification.GBTClassifier;
import org.apache.spark.ml.classification.RandomForestClassifier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** From a Delta table to scores in memory: ours beside the library's own transformer of a model trained with the same settings. */
record TransformComparison(ScoreSetup setup) {
    private static final String COLUMNS = NumberTable.FEATURES + " numbers";

    void measure(Findings findings) {
        Dataset<Row> training = setup.training();
        Dataset<Row> assembled = NumberTable.assembled(training).cache();
        measure(
                "XGBoost, 100 trees of depth 6",
                "XGBoost4J-Spark's transform",
                fitted(training, "xgboost", Map.of("rounds", 100, "depth", 6)),
                StockXgBoost.of(new XgBoostSettings(100, 6, 0.1, 1, 1, 1, 1), 1).fit(assembled),
                4,
                findings);
        measure(
                "random forest, 100 trees of depth 8",
                "MLlib's transform",
                fitted(training, "random-forest", Map.of("trees", 100, "depth", 8)),
                new RandomForestClassifier()
                        .setNumTrees(100)
                        .setMaxDepth(8)
                        .setSeed(1)
                        .fit(assembled),
                8,
                findings);
        for (int[] size : new int[][] {{50, 5}, {100, 8}}) {
            measure(
                    "gradient-boosted trees, " + size[0] + " of depth " + size[1],
                    "MLlib's transform",
                    fitted(training, "gradient-boosted-trees", Map.of("rounds", size[0], "depth", size[1])),
                    new GBTClassifier()
                            .setMaxIter(size[0])
                            .setMaxDepth(size[1])
                            .setSeed(1)
                            .fit(assembled),
                    8,
                    findings);
        }
        assembled.unpersist();
    }

    private static Model fitted(Dataset<Row> training, String kind, Map<String, ?> settings) {
        return Model.of("label")
                .positive("1")
                .excluding("id")
                .setting("task", "binary")
                .trying(kind, settings)
                .fit(training);
    }

    /** By turns, so that a machine that slows down slows both. */
    private void measure(
            String what, String baseline, Model model, Transformer stock, double times, Findings findings) {
        Dataset<Row> table = setup.numbers().of(setup.rows(), 2);
        Dataset<Row> ours = model.predict(table, "id").select("id", "score");
        Dataset<Row> theirs = stock.transform(NumberTable.assembled(table)).select(col("id"), col("probability"));
        List<Timed<Boolean>> oursTimes = new ArrayList<>();
        List<Timed<Boolean>> theirTimes = new ArrayList<>();
        for (int turn = 0; turn < ScoreSetup.TURNS; turn++) {
            oursTimes.add(Timed.of(() -> consumed(ours)));
            theirTimes.add(Timed.of(() -> consumed(theirs)));
        }
        findings.measured(Measurement.atMost(
                setup.name(what, COLUMNS, baseline + ", s"),
                Timed.seconds(oursTimes),
                Timed.seconds(theirTimes),
                1 / times));
    }

    /** Computes every row and keeps none. */
    static boolean consumed(Dataset<Row> rows) {
        rows.write().format("noop").mode("overwrite").save();
        return true;
    }
}
