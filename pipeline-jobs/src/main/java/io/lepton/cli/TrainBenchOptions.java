package io.lepton.cli;

import io.lepton.cli.bench.train.TrainPart;
import io.lepton.training.device.Device;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** What {@code lepton bench train} can be told besides. No type of Spark may stand in a signature here: the parser looks at all of them. */
final class TrainBenchOptions {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description = "train: cpu, or cuda to measure XGBoost on the GPU beside the CPU (default: cpu).")
    private Device device = Device.CPU;

    @Option(
            names = "--python",
            paramLabel = "FILE",
            description = "train: an interpreter that has PyTorch (default: PyTorch is not measured).")
    private Path python;

    Optional<Path> python() {
        return Optional.ofNullable(python);
    }

    Device device() {
        return device;
    }

    /** The parts that are measured where none is named. */
    Set<TrainPart> parts() {
        return device == Device.CUDA ? EnumSet.of(TrainPart.BOOSTING) : EnumSet.allOf(TrainPart.class);
    }
}
