package io.lepton.cli.privacy;

import io.lepton.cli.Session;
import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.jobs.TableEncryption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lepton encrypt PIPELINE}: all files of the tables that are to be encrypted under the newest keys, and no older version left. */
@Command(
        name = "encrypt",
        mixinStandardHelpOptions = true,
        description = "Rewrite tables whose files are not encrypted, or by older keys, and delete their older versions.")
public final class EncryptCommand implements Runnable {
    @Parameters(index = "0", paramLabel = "PIPELINE", description = "The pipeline file; its section 'encryption' counts.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        Pipeline pipeline = new PipelineParser().read(file).orThrow();
        PrintWriter out = spec.commandLine().getOut();
        try (SparkSession spark = Session.open(pipeline.pipeline(), OptionalLong::empty)) {
            var tables = new TableEncryption(spark, pipeline).run(step -> {
                out.println("  " + step);
                out.flush();
            });
            out.println();
            out.println(String.format(Locale.ROOT, "%-40s %s", "TABLE", "OLD FILES DELETED"));
            tables.forEach(table -> out.println(String.format(
                    Locale.ROOT,
                    "%-40s %s",
                    table.table(),
                    table.filesDeleted() == 0
                            ? "none, all were encrypted by the newest keys"
                            : String.format(Locale.ROOT, "%,d", table.filesDeleted()))));
            out.flush();
        }
    }
}
