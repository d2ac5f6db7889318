package io.lepton.cli.bench.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.lepton.cli.bench.Findings;
import io.lepton.cli.bench.Measurement;
import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import io.lepton.testing.LocalSpark;
import io.lepton.training.device.Device;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(LocalSpark.class)
class TrainBenchmarkTest {
    @TempDir
    private Path folder;

    private final SparkSession spark;
    private final Heard heard = new Heard(new ArrayList<>(), new ArrayList<>());

    TrainBenchmarkTest(SparkSession spark) {
        this.spark = spark;
    }

    /** What a benchmark found. */
    private record Heard(List<Measurement> measurements, List<String> notes) implements Findings {
        @Override
        public void measured(Measurement measurement) {
            measurements.add(measurement);
        }

        @Override
        public void note(String line) {
            notes.add(line);
        }
    }

    @Test
    void endsAtOnceWhereThereIsNoGpu() {
        assumeThat(Files.exists(Path.of("/dev/nvidia0"))).isFalse();

        assertThatThrownBy(() -> benchmark(Device.CUDA, Optional.empty(), TrainPart.BOOSTING)
                        .run(heard))
                .isInstanceOf(LeptonException.class)
                .hasMessage("Cannot measure with --device cuda: there is no NVIDIA GPU in /dev (nvidia0)."
                        + " deploy/gpu/README.md says what it takes; or leave --device out.")
                .extracting(failure -> ((LeptonException) failure).exitCode())
                .isEqualTo(ExitCode.CONFIGURATION);
    }

    @Test
    void measuresNothingButBoostingOnAGpu() {
        assertThatThrownBy(() -> benchmark(Device.CUDA, Optional.empty(), TrainPart.NETWORK)
                        .run(heard))
                .isInstanceOf(LeptonException.class)
                .hasMessage("Cannot measure network with --device cuda: only boosting is measured on GPUs."
                        + " Leave one of the two out.");
    }

    @Test
    void saysWhatIsNotMeasuredForLackOfData() {
        benchmark(Device.CPU, Optional.empty(), TrainPart.ADULT, TrainPart.QUALITY)
                .run(heard);
        benchmark(Device.CPU, Optional.of(folder), TrainPart.ADULT).run(heard);

        assertThat(heard.notes())
                .containsExactly(
                        "Not measured: adult. Name the folder of its data with --data.",
                        "Not measured: quality. Name the folder of its data with --data.",
                        "Not measured: adult. There is no " + folder.resolve("adult") + ".");
        assertThat(heard.measurements()).isEmpty();
    }

    private TrainBenchmark benchmark(Device device, Optional<Path> data, TrainPart... parts) {
        return new TrainBenchmark(
                new TrainSetup(spark, folder, 1000, data, Optional.empty()), device, EnumSet.copyOf(List.of(parts)));
    }
}
