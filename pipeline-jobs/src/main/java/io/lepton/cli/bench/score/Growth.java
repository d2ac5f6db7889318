package io.lepton.cli.bench.score;

import io.lepton.Model;
import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.timing.GrowthExponent;
import io.lepton.cli.bench.timing.Timed;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Time and memory by rows, from a tenth to ten times as many. */
record Growth(ScoreSetup setup) {
    void measure(Findings findings) {
        Model model = Model.of("label")
                .positive("1")
                .excluding("id")
                .setting("task", "binary")
                .trying("xgboost", Map.of("rounds", 100, "depth", 6))
                .fit(setup.training());
        int[] sizes = {Math.max(1, setup.rows() / 10), setup.rows(), Math.multiplyExact(10, setup.rows())};
        double[] seconds = new double[sizes.length];
        double[] megabytes = new double[sizes.length];
        // Warms up: else the smallest table would seem slow, and growth slower than it is.
        TransformComparison.consumed(model.predict(table(sizes[0]), "id"));
        for (int i = 0; i < sizes.length; i++) {
            Dataset<Row> scores = model.predict(table(sizes[i]), "id");
            Timed<Boolean> scored = Timed.of(() -> TransformComparison.consumed(scores));
            seconds[i] = scored.seconds();
            megabytes[i] = scored.peakMegabytes();
            String name = String.format(Locale.ROOT, "XGBoost scores, %,d x %d", sizes[i], NumberTable.FEATURES);
            findings.measured(Measurement.told(
                    name + " : as many times the first as rows, s", seconds[i], seconds[0] * sizes[i] / sizes[0]));
            findings.measured(Measurement.told(name + " : the first, most MB", megabytes[i], megabytes[0]));
        }
        findings.measured(Measurement.atMost(
                String.format(
                        Locale.ROOT,
                        "XGBoost scores, time's exponent, %,d to %,d rows : 1",
                        sizes[0],
                        sizes[sizes.length - 1]),
                GrowthExponent.of(sizes, seconds),
                1,
                1.03));
    }

    private Dataset<Row> table(int rows) {
        return setup.numbers().of(rows, 3);
    }
}
