package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.lake.Lake;
import io.lepton.testing.LocalSpark;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Short runs interpret Spark's plans, long ones compile them: a run leaves the same either way. */
@ExtendWith(LocalSpark.class)
class CompiledPlansTest {
    @TempDir
    private Path folder;

    @Test
    void leaveWhatInterpretedPlansLeave(SparkSession spark) throws Exception {
        SampleProject project = SampleProject.in(folder, 1000).withOneModel("linear: {iterations: 10}");

        Lake interpreted = project.run(spark, folder.resolve("interpreted"));
        SparkSession compiling = LocalSpark.compiling();
        assertThat(plan(compiling)).contains("*(1)");
        assertThat(plan(spark)).doesNotContain("*(1)");
        Lake compiled = project.run(compiling, folder.resolve("compiled"));

        new RunTables(compiled).assertEqualTo(interpreted);
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
