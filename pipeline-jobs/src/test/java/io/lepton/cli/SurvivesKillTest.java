package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.jobs.StageName;
import io.lepton.lake.Lake;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed in the middle of its stages, and continued each time, ends like one that nobody disturbed. */
@Tag("slow")
@ExtendWith(LocalSpark.class)
class SurvivesKillTest {
    /**
     * The one that takes longest; the two that publish scores are killed by PublishingKillTest; {@code -Dall-tests=true} kills in all.
     */
    private static final Set<StageName> KILLED =
            Boolean.getBoolean("all-tests") ? EnumSet.allOf(StageName.class) : EnumSet.of(StageName.TRAIN);

    @TempDir
    private Path folder;

    @Test
    void endsLikeAnUndisturbedRunWhenKilledInItsStages(SparkSession spark) throws Exception {
        SampleProject project = SampleProject.in(folder, 1000).withOneModel("linear: {iterations: 10}");
        Path killed = folder.resolve("killed");
        Lake expected = project.run(spark, folder.resolve("clean"));
        Map<String, Double> seconds = expected.read("runs").collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getAs("stage"), row -> row.<Double>getAs("duration_seconds")));
        // A stage takes longer in a process that has just started than in this one, so that it is killed before its
        // end.
        // Seeded, so that a failure can be seen again.
        Random instants = new Random(20);
        for (StageName stage : KILLED) {
            try (LeptonProcess run =
                    LeptonProcess.start(folder, killed, "run", project.file().toString(), "--run-id", "r")) {
                assertThat(run.awaitLine(String.format("  %-10s started", stage.id())))
                        .as(run.output())
                        .isTrue();
                run.killAfter((long) (1000 * instants.nextDouble() * seconds.get(stage.id())));
            }
        }
        try (LeptonProcess run =
                LeptonProcess.start(folder, killed, "run", project.file().toString(), "--run-id", "r")) {
            assertThat(run.exitCode()).as(run.output()).isZero();
        }

        Lake found = new Lake(spark, killed.toString());
        new RunTables(found).assertEqualTo(expected);
        assertThat(found.read("runs").where("status = 'done'").count()).isEqualTo(StageName.values().length);
    }
}
