package io.lepton.cli.bench.train;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.timing.Timed;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Where the time of a network's training goes: seconds on all cores, told by samples of what tasks are doing. */
record NetworkShares(TrainSetup setup) {
    private static final int EPOCHS = 4;

    void measure(Findings findings) {
        Dataset<Row> training = setup.training();
        // So that what Java has yet to compile isn't taken for the training's own cost.
        MeasuredNetwork.of(1).fit(training);
        Timed<Map<NetworkWork, Double>> sampled = Timed.of(() -> {
            try (TaskSampler sampler = new TaskSampler(setup.cores())) {
                MeasuredNetwork.of(EPOCHS).fit(training);
                return sampler.shares();
            }
        });
        sampled.result()
                .forEach((work, share) -> findings.measured(Measurement.told(
                        setup.name(MeasuredNetwork.NAME + ", " + EPOCHS + " epochs, " + work.inWords(), "all of it, s"),
                        share * sampled.seconds(),
                        sampled.seconds())));
    }
}
