package io.lepton.cli.bench.train;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.timing.Timed;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.stages.BoostedTrees;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.ml.Estimator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The same trainings with checkpoints, as often as by default, and without. */
record CheckpointOverhead(TrainSetup setup) {
    private static final int TURNS = 3;
    private static final int EPOCHS = 4;

    void measure(Findings findings) {
        compare("XGBoost, " + BoostingComparison.SETTINGS.rounds() + " rounds", CheckpointOverhead::boosting, findings);
        compare(
                MeasuredNetwork.NAME + ", " + EPOCHS + " epochs",
                folder -> MeasuredNetwork.of(EPOCHS).setCheckpointFolder(folder),
                findings);
    }

    private static Estimator<?> boosting(String folder) {
        return ((BoostedTrees) (Estimator<?>) Trees.xgboost(TaskType.BINARY, BoostingComparison.SETTINGS))
                .setCheckpointFolder(folder);
    }

    /**
     * By turns, so that a machine that slows down slows both.
     *
     * @param estimator by the folder of its checkpoints; an empty one: it leaves none
     */
    private void compare(String what, Function<String, Estimator<?>> estimator, Findings findings) {
        Dataset<Row> training = setup.training();
        Path folders = setup.folder().resolve("checkpoints");
        List<Timed<?>> with = new ArrayList<>();
        List<Timed<?>> without = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            // A folder of its own: from an earlier turn's a training would take over the finished model.
            String folder = folders.resolve(String.valueOf(turn)).toString();
            with.add(Timed.of(() -> estimator.apply(folder).fit(training)));
            without.add(Timed.of(() -> estimator.apply("").fit(training)));
        }
        findings.measured(Measurement.told(
                setup.name("overhead of checkpoints, " + what, "without, s"),
                Timed.seconds(with),
                Timed.seconds(without)));
    }
}
