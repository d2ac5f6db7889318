package io.lepton.cli.bench.train;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.cli.bench.timing.Timed;
import io.lepton.error.LeptonException;
import io.lepton.training.TaskType;
import io.lepton.training.Trees;
import io.lepton.training.XgBoostSettings;
import io.lepton.training.device.Device;
import io.lepton.training.device.DeviceChoice;
import io.lepton.training.device.Engine;
import io.lepton.training.device.Placement;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Our XGBoost on a GPU beside itself on the CPU of the same machine: on all cores from 200,000 rows on, on one below. */
record GpuComparison(TrainSetup setup) {
    private static final int ROUNDS = 200;
    private static final int DEPTH = 8;
    private static final int TURNS = 2;

    /** @throws LeptonException (configuration) where there is no GPU, or the build has no code for it */
    void measure(Findings findings) {
        Placement placement = DeviceChoice.of(setup.spark().sparkContext()).place(Engine.XGBOOST, Device.AUTO);
        if (placement.device() != Device.CUDA) {
            throw LeptonException.configuration("Cannot measure with --device cuda: " + placement.reason()
                    + ". deploy/gpu/README.md says what it takes; or leave --device out.");
        }
        findings.note("XGBoost trains " + placement.inWords());
        Dataset<Row> training = setup.training();
        List<Timed<Transformer>> gpu = new ArrayList<>();
        List<Timed<Transformer>> cpu = new ArrayList<>();
        for (int turn = 0; turn < TURNS; turn++) {
            gpu.add(fit(Device.CUDA, training));
            cpu.add(fit(Device.CPU, training));
        }
        String what = "XGBoost on the GPU, " + ROUNDS + " rounds of depth " + DEPTH;
        // The first turn loads the driver and the machine code, and is told alone.
        findings.measured(Measurement.told(
                setup.name(what, "on the CPU, s the first time"),
                gpu.get(0).seconds(),
                cpu.get(0).seconds()));
        findings.measured(Measurement.told(
                setup.name(what, "on the CPU, s"),
                gpu.get(TURNS - 1).seconds(),
                cpu.get(TURNS - 1).seconds()));
        findings.measured(
                setup.auc(what, "on the CPU", gpu.get(0).result(), cpu.get(0).result()));
    }

    private static Timed<Transformer> fit(Device device, Dataset<Row> training) {
        XgBoostSettings settings = new XgBoostSettings(ROUNDS, DEPTH, 0.1, 1, 1, 1, 1, 0, 42, device);
        return Timed.of(() -> Trees.xgboost(TaskType.BINARY, settings).fit(training));
    }
}
