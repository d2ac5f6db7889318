package io.lepton.cli;

import io.lepton.config.PipelineParser;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.StageName;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/**
 * Scores, audits and publishes in a process of its own: says when it is ready, waits for a line, and says when it is done. Arguments: the
 * pipeline file, the run id, and what is to be done.
 */
final class ScoringDriver {
    static final String READY = "ready to score";
    static final String DONE = "all is published";

    /** A batch, or all batches of a stream that are there. */
    enum Work {
        BATCH,
        STREAM
    }

    private ScoringDriver() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        try (SparkSession spark = Session.open("scoring", OptionalLong::empty)) {
            PipelineRun run = new PipelineRun(
                    spark,
                    new PipelineParser()
                            .read(Files.readString(file), file.toString(), Map.of())
                            .orThrow(),
                    arguments[1],
                    "test",
                    TerminalProgress.to(new PrintWriter(System.out, true)));
            // What is loaded now does not fill the time in which the process may be killed.
            run.summary();
            System.out.println(READY);
            System.in.read();
            perform(Work.valueOf(arguments[2]), run);
            System.out.println(DONE);
        }
    }

    static void perform(Work work, PipelineRun run) {
        switch (work) {
            case BATCH -> {
                run.only(StageName.SCORE);
                run.only(StageName.AUDIT);
            }
            case STREAM -> run.stream(Optional.empty());
        }
    }
}
