package io.lepton.cli.bench.train;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.baseline.StockXgBoost;
import io.lepton.cli.bench.timing.Timed;
import io.lepton.jobs.RunSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The train stage with XGBoost alone, from the feature table to the saved model with its test metrics and explanations, beside
 * XGBoost4J-Spark called on the same table.
 */
record StageComparison(TrainSetup setup) {
    private static final int TURNS = 3;
    private static final String STAGE = "train stage, XGBoost of " + BoostingComparison.SETTINGS.rounds() + " rounds";
    private static final String STOCK = "stock XGBoost4J-Spark";

    /** By turns, so that a machine that slows down slows both. */
    void measure(Findings findings) {
        SyntheticLake lake = SyntheticLake.of(setup, BoostingComparison.SETTINGS);
        // Stock XGBoost4J-Spark fails where a worker gets no row, as it does where a file is cut into parts.
        Dataset<Row> training = lake.features("train").repartition(setup.cores());
        Dataset<Row> test = lake.features("test");
        List<Timed<RunSummary>> ours = new ArrayList<>();
        List<Timed<XGBoostClassificationModel>> stock = new ArrayList<>();
        List<Timed<Double>> after = new ArrayList<>();
        StepClock clock = new StepClock();
        for (int turn = 0; turn < TURNS; turn++) {
            String run = "turn-" + turn;
            ours.add(Timed.of(() -> lake.train(run, clock)));
            Timed<XGBoostClassificationModel> fitted = Timed.of(() ->
                    StockXgBoost.of(BoostingComparison.SETTINGS, setup.cores()).fit(training));
            stock.add(fitted);
            after.add(Timed.of(() -> {
                save(fitted.result(), run);
                return TrainSetup.auc(fitted.result(), test);
            }));
        }
        double seconds = Timed.seconds(stock);
        findings.measured(
                Measurement.atMost(setup.name(STAGE, STOCK + " trains, s"), Timed.seconds(ours), seconds, 1.1));
        findings.measured(Measurement.told(
                setup.name(STAGE, STOCK + " trains, is saved and measured, s"),
                Timed.seconds(ours),
                seconds + Timed.seconds(after)));
        double total = ours.stream().mapToDouble(Timed::seconds).sum();
        clock.seconds()
                .forEach((step, spent) -> findings.measured(Measurement.told(
                        setup.name(STAGE + ", " + step, "all of it, s"), spent / TURNS, total / TURNS)));
        findings.measured(
                Measurement.atMost(setup.name(STAGE, STOCK + ", most MB"), Timed.peak(ours), Timed.peak(stock), 1.0));
        findings.measured(Measurement.told(
                setup.name(STAGE, STOCK + ", AUC on one table"),
                ours.get(0)
                        .result()
                        .quality()
                        .orElseThrow()
                        .test()
                        .get("xgboost")
                        .get("auc"),
                after.get(0).result()));
        new DrawnTables(setup).measure(findings);
    }

    private void save(XGBoostClassificationModel model, String name) {
        try {
            model.write()
                    .overwrite()
                    .save(setup.folder().resolve("stock-" + name).toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot save the stock model: " + e.getMessage(), e);
        }
    }
}
