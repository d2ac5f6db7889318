package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.jobs.StageName;
import io.lepton.lake.Lake;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What an undisturbed run leaves, so does one that is killed in the middle of its stages, and one that compiles Spark's plans. */
@Tag("slow")
@ExtendWith(LocalSpark.class)
class SameTablesTest {
    @TempDir
    private static Path folder;

    private static SampleProject project;
    private static Lake expected;

    @BeforeAll
    static void runUndisturbed(SparkSession spark) throws Exception {
        project = SampleProject.in(folder, 1000).withOneModel("linear: {iterations: 10}");
        expected = project.run(spark, folder.resolve("clean"));
    }

    /** A run that is continued each time that it was killed. In each build PublishingKillTest kills scoring and audit, TrainingSurvivalTest training. */
    @Test
    @EnabledIfSystemProperty(named = "all-tests", matches = "true")
    void areLeftByARunThatIsKilledInItsStages(SparkSession spark) throws Exception {
        Path killed = folder.resolve("killed");
        Map<String, Double> seconds = expected.read("runs").collectAsList().stream()
                .collect(Collectors.toMap(row -> row.getAs("stage"), row -> row.<Double>getAs("duration_seconds")));
        // A stage takes longer in a process that has just started than in this one, so that it is killed before its
        // end.
        // Seeded, so that a failure can be seen again.
        Random instants = new Random(20);
        for (StageName stage : StageName.values()) {
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

    /** Short runs interpret Spark's plans, long ones compile them. */
    @Test
    void areLeftByARunWithCompiledPlans(SparkSession spark) throws Exception {
        SparkSession compiling = LocalSpark.compiling();
        assertThat(plan(compiling)).contains("*(1)");
        assertThat(plan(spark)).doesNotContain("*(1)");

        Lake compiled = project.run(compiling, folder.resolve("compiled"));

        new RunTables(compiled).assertEqualTo(expected);
    }

    /** Spark marks what it compiles with a star. */
    private static String plan(SparkSession session) {
        return session.range(3)
                .selectExpr("id + 1")
                .queryExecution()
                .executedPlan()
                .toString();
    }
}
