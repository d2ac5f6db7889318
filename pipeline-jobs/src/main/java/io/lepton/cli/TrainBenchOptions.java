package io.lepton.cli;

import io.lepton.cli.bench.train.TrainBenchmark;
import io.lepton.cli.bench.train.TrainPart;
import io.lepton.cli.bench.train.TrainSetup;
import io.lepton.training.device.Device;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
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

    TrainBenchmark benchmark(SparkSession spark, Path folder, OptionalInt rows, Optional<Path> data) {
        return new TrainBenchmark(
                new TrainSetup(spark, folder, rows.orElse(TrainSetup.ROWS), data, Optional.ofNullable(python)),
                device,
                parts.isEmpty() ? standard() : EnumSet.copyOf(parts));
    }

    private Set<TrainPart> standard() {
        return device == Device.CUDA ? EnumSet.of(TrainPart.BOOSTING) : EnumSet.allOf(TrainPart.class);
    }
}
