package io.lepton.cli.bench.train;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.baseline.StockXgBoost;
import io.lepton.cli.bench.quality.Spread;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The AUC of our XGBoost beside that of XGBoost4J-Spark over several drawn tables. On one table the two differ by chance: workers get other
 * rows, so that histograms have other cuts, and a tree that is greedy finds what two features do together sooner or later.
 */
record DrawnTables(TrainSetup setup) {
    /** So many that chance moves their mean by less than half of what is allowed. */
    private static final int TABLES = 20;

    /** Enough for several workers. */
    private static final int MOST_ROWS = 250_000;

    private record Trial(double ours, double stock) {
        double gain() {
            return ours - stock;
        }
    }

    void measure(Findings findings) {
        int rows = Math.min(MOST_ROWS, setup.rows());
        List<Trial> trials = new ArrayList<>();
        for (int table = 1; table <= TABLES; table++) {
            // Other seeds than those of the table that is timed, and of unseen rows.
            trials.add(trial(setup.synthetic().of(rows, 10 + table)));
        }
        Spread gain = Spread.of(trials, Trial::gain);
        findings.note(String.format(
                Locale.ROOT,
                "AUC of our XGBoost less XGBoost4J-Spark's over %d tables of %,d rows: %.5f, standard deviation %.5f, the"
                        + " mean's standard error %.5f",
                TABLES,
                rows,
                gain.mean(),
                gain.deviation(),
                gain.standardError()));
        findings.measured(Measurement.atLeast(
                String.format(
                        Locale.ROOT,
                        "XGBoost, mean of %d tables, %,d x %d : stock XGBoost4J-Spark, AUC",
                        TABLES,
                        rows,
                        SyntheticRows.FEATURES),
                Spread.of(trials, Trial::ours).mean(),
                Spread.of(trials, Trial::stock).mean(),
                0.999));
    }

    private Trial trial(Dataset<Row> training) {
        Dataset<Row> unseen = setup.unseen();
        return new Trial(
                TrainSetup.auc(
                        Trees.xgboost(TaskType.BINARY, BoostingComparison.SETTINGS)
                                .fit(training),
                        unseen),
                TrainSetup.auc(
                        StockXgBoost.of(BoostingComparison.SETTINGS, setup.cores())
                                .fit(training.repartition(setup.cores())),
                        unseen));
    }
}
