package io.lepton.cli.bench.train;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.baseline.StockXgBoost;
import io.lepton.cli.bench.timing.Timed;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.XgBoostSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Our XGBoost beside XGBoost4J-Spark's own. */
record BoostingComparison(TrainSetup setup) {
    static final XgBoostSettings SETTINGS = new XgBoostSettings(50, 6, 0.1, 1, 1, 1, 1);
    private static final int TURNS = 3;

    /** By turns, so that a machine that slows down slows both. */
    void measure(Findings findings) {
        Dataset<Row> training = setup.training();
        List<Timed<Transformer>> ours = new ArrayList<>();
        List<Timed<Transformer>> stock = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            ours.add(Timed.of(() -> Trees.xgboost(TaskType.BINARY, SETTINGS).fit(training)));
            stock.add(Timed.of(() -> StockXgBoost.of(SETTINGS, setup.cores()).fit(training)));
        }
        String what = "XGBoost, " + SETTINGS.rounds() + " rounds";
        findings.measured(Measurement.atMost(
                setup.name(what, "stock XGBoost4J-Spark, s"), Timed.seconds(ours), Timed.seconds(stock), 1.1));
        findings.measured(Measurement.atMost(
                setup.name(what, "stock XGBoost4J-Spark, most MB"), Timed.peak(ours), Timed.peak(stock), 1.0));
        findings.measured(setup.auc(
                what,
                "stock XGBoost4J-Spark",
                ours.get(0).result(),
                stock.get(0).result()));
    }
}
