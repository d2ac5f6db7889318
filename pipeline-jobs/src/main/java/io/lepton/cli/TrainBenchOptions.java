package io.lepton.cli;

import io.lepton.cli.bench.train.TrainPart;
import io.lepton.training.device.Device;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** What {@code lepton bench train} can be told besides. */
final class TrainBenchOptions {
    @Option(
            names = "--part",
            paramLabel = "PART",
            split = ",",
            description = "train: only these parts of ${COMPLETION-CANDIDATES} (default: all; with cuda: boosting).")
    private List<TrainPart> parts = List.of();

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

    // No type of Spark may stand in a signature here: the parser looks at all of them, also for commands that start without Spark.
    Optional<Path> python() {
        return Optional.ofNullable(python);
    }

    Device device() {
        return device;
    }

    Set<TrainPart> parts() {
        return parts.isEmpty() ? standard() : EnumSet.copyOf(parts);
    }

    private Set<TrainPart> standard() {
        return device == Device.CUDA ? EnumSet.of(TrainPart.BOOSTING) : EnumSet.allOf(TrainPart.class);
    }
}
