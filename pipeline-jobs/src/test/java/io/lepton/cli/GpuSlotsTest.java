package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.cli.StandaloneCluster.WorkerOffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stages on a real cluster whose worker has four cores and says that it has two GPUs. */
@Tag("cluster")
class GpuSlotsTest {
    @TempDir
    private Path folder;

    @Test
    void givesEachTrainingTaskAGpuOfItsOwnAndPreparationAllCores() throws Exception {
        WorkerOffer offer = new WorkerOffer(
                4,
                Map.of(
                        "spark.worker.resource.gpu.amount",
                        "2",
                        "spark.worker.resource.gpu.discoveryScript",
                        twoGpus().toString()));

        try (StandaloneCluster cluster = StandaloneCluster.start(folder, 1, offer)) {
            assertThat(submitted(cluster))
                    .contains(
                            "prepared on cores 1, GPUs []",
                            "found: spark.executor.resource.gpu.amount is 2",
                            "tasks at once: 4 prepare, 2 train",
                            "trained on cores 2, cuda:0 beside cuda:0 and cuda:1",
                            "trained on cores 2, cuda:1 beside cuda:0 and cuda:1");
        }
    }

    private String submitted(StandaloneCluster cluster) throws IOException, InterruptedException {
        Map<String, String> settings = Map.of(
                "spark.executor.cores", "4",
                "spark.executor.resource.gpu.amount", "2",
                "spark.scheduler.minRegisteredResourcesRatio", "1");
        try (LeptonProcess run = LeptonProcess.submit(cluster, 4, folder, folder, GpuTraining.class, settings)) {
            int exitCode = run.exitCode();
            assertThat(exitCode).as(() -> run.output()).isZero();
            return run.output();
        }
    }

    /** What deploy/gpu/discover-gpus prints on a machine with two. */
    private Path twoGpus() throws IOException {
        Path script = Files.writeString(
                folder.resolve("two-gpus"), "#!/bin/sh\necho '{\"name\": \"gpu\", \"addresses\": [\"0\", \"1\"]}'\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
