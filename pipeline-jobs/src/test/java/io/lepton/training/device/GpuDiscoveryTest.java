package io.lepton.training.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.apache.spark.resource.ResourceInformation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that Spark runs, on machines whose nvidia-smi answers as a test says. */
class GpuDiscoveryTest {
    private static final Path SCRIPT =
            Path.of("..", "deploy", "gpu", "discover-gpus").toAbsolutePath();

    @TempDir
    private Path folder;

    @Test
    void tellsSparkTheGpusOfAMachine() throws Exception {
        Process script = onMachineWhere("printf '0\\n1\\n10\\n'");

        ResourceInformation found = ResourceInformation.parseJson(read(script));
        assertThat(script.waitFor()).isZero();
        assertThat(found.name()).isEqualTo("gpu");
        assertThat(found.addresses()).containsExactly("0", "1", "10");
    }

    @Test
    void failsWithTheReasonWhereThereIsNone() throws Exception {
        Process broken = onMachineWhere("echo No devices were found; exit 6");
        Process empty = onMachineWhere("true");

        assertThat(read(broken)).isEqualTo("Cannot discover GPUs: nvidia-smi says: No devices were found\n");
        assertThat(broken.waitFor()).isEqualTo(1);
        assertThat(read(empty)).isEqualTo("Cannot discover GPUs: nvidia-smi lists none.\n");
        assertThat(empty.waitFor()).isEqualTo(1);
    }

    private Process onMachineWhere(String nvidiaSmi) throws IOException {
        Path commands = Files.createTempDirectory(folder, "commands");
        Path command = Files.writeString(commands.resolve("nvidia-smi"), "#!/bin/sh\n" + nvidiaSmi + "\n");
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString()).redirectErrorStream(true);
        builder.environment().merge("PATH", commands.toString(), (path, first) -> first + ":" + path);
        return builder.start();
    }

    private static String read(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
