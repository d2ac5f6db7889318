package io.lepton.cli.bench.train;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.timing.GrowthExponent;
import io.lepton.cli.bench.timing.Timed;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.XgBoostSettings;
import java.util.Locale;
import org.apache.spark.ml.Estimator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Time and memory by rows, from a fifth to twenty times as many. */
record Growth(TrainSetup setup) {
    private static final XgBoostSettings BOOSTING = new XgBoostSettings(10, 6, 0.1, 1, 1, 1, 1);

    void measure(Findings findings) {
        int rows = setup.rows();
        int[] sizes = {Math.max(1, rows / 5), rows, Math.multiplyExact(4, rows), Math.multiplyExact(20, rows)};
        measure("network, 1 epoch", MeasuredNetwork.of(1), sizes, findings);
        measure("XGBoost, 10 rounds", Trees.xgboost(TaskType.BINARY, BOOSTING), sizes, findings);
    }

    private void measure(String what, Estimator<?> estimator, int[] sizes, Findings findings) {
        // Warms up: else the smallest table would seem slow, and growth slower than it is.
        estimator.fit(table(sizes[0]));
        double[] seconds = new double[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            Dataset<Row> table = table(sizes[i]);
            Timed<?> fitted = Timed.of(() -> estimator.fit(table));
            seconds[i] = fitted.seconds();
            String name = String.format(Locale.ROOT, "%s, %,d x %d", what, sizes[i], SyntheticRows.FEATURES);
            findings.measured(Measurement.told(
                    name + " : as many times the first as rows, s", seconds[i], seconds[0] * sizes[i] / sizes[0]));
            findings.measured(Measurement.told(
                    name + " : the heap's limit, most MB",
                    fitted.peakMegabytes(),
                    Runtime.getRuntime().maxMemory() / 1048576.0));
        }
        findings.measured(Measurement.atMost(
                String.format(
                        Locale.ROOT,
                        "%s, time's exponent, %,d to %,d rows : 1",
                        what,
                        sizes[0],
                        sizes[sizes.length - 1]),
                GrowthExponent.of(sizes, seconds),
                1,
                1.05));
    }

    private Dataset<Row> table(int rows) {
        return setup.synthetic().of(rows, 3);
    }
}
