package io.lepton.cli;

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
        Lake compiled = project.run(LocalSpark.compiling(), folder.resolve("compiled"));

        new RunTables(compiled).assertEqualTo(interpreted);
    }
}
