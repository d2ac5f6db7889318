package io.lepton.cli;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineFile;
import io.lepton.config.PipelineParser;
import io.lepton.jobs.InputSize;
import io.lepton.jobs.PipelineRun;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that runs stages takes. */
final class RunOptions {
    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline file.")
    private Path file;

    @Option(
            names = "--run-id",
            paramLabel = "ID",
            description = "Names the run; give the same again to continue one that was cut off.")
    private String runId;

    /**
     * Opens Spark, hands over the run, prints its summary and closes Spark, whatever happens.
     *
     * @param check what must hold before Spark is started
     */
    void execute(UnaryOperator<PipelineFile> check, PrintWriter out, Consumer<PipelineRun> work) {
        execute(check.apply(new PipelineParser().read(file)).orThrow(), runId, out, work);
    }

    /** The same for a run that goes on under its name until it is given another: by --run-id, or else one made of the pipeline's. */
    void executeNamed(
            UnaryOperator<String> name,
            UnaryOperator<PipelineFile> check,
            PrintWriter out,
            Consumer<PipelineRun> work) {
        Pipeline pipeline = check.apply(new PipelineParser().read(file)).orThrow();
        execute(pipeline, runId == null ? name.apply(pipeline.pipeline()) : runId, out, work);
    }

    static void execute(Pipeline pipeline, String givenRunId, PrintWriter out, Consumer<PipelineRun> work) {
        String runId = givenRunId == null ? newRunId() : givenRunId;
        out.println("Lepton " + Lepton.Version.current() + " · pipeline " + pipeline.pipeline() + " · run " + runId);
        out.flush();
        InputSize inputSize = new InputSize(new Configuration());
        try (SparkSession spark = Session.open(pipeline.pipeline(), () -> inputSize.of(pipeline))) {
            PipelineRun run =
                    new PipelineRun(spark, pipeline, runId, Lepton.Version.current(), TerminalProgress.to(out));
            try {
                work.accept(run);
            } finally {
                run.summary().ifPresent(summary -> new SummaryScreen(out).print(summary));
            }
        }
    }

    static String newRunId() {
        String time =
                LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT));
        return time + "-" + UUID.randomUUID().toString().substring(0, 4);
    }
}
