package io.lepton.cli;

import io.lepton.config.PipelineParser;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.Progress;
import io.lepton.jobs.StageName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Scores and audits in a process of its own, which says when it begins. Arguments: the pipeline file, the run id. */
final class ScoringDriver {
    static final String BEGINS = "begins";

    private ScoringDriver() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        try (SparkSession spark = Session.open("scoring", java.util.OptionalLong::empty)) {
            PipelineRun run = new PipelineRun(
                    spark,
                    new PipelineParser()
                            .read(Files.readString(file), file.toString(), Map.of())
                            .orThrow(),
                    arguments[1],
                    "test",
                    Progress.silent());
            // What is loaded now does not fill the time in which the process may be killed.
            run.summary();
            System.out.println(BEGINS);
            run.only(StageName.SCORE);
            run.only(StageName.AUDIT);
        }
    }
}
