package io.lepton.cli;

import io.lepton.jobs.ModelCompression;
import java.io.PrintWriter;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lepton models compress}: a smaller version of a model of trees, or of networks. */
@Command(
        name = "compress",
        mixinStandardHelpOptions = true,
        description =
                "Make a smaller version of a model: fewer trees and splits, networks of fewer units and of integers."
                        + " What it loses is measured on the rows that were held out from its training.")
final class CompressCommand implements Runnable {
    @ParentCommand
    private ModelsCommand models;

    @Parameters(paramLabel = "MODEL", description = "NAME, NAME@ALIAS or NAME/VERSION.")
    private String reference;

    @Option(
            names = "--max-auc-loss",
            defaultValue = "0.002",
            description =
                    "Most that it may lose of the area under its ROC curve; of R² where it estimates quantities (default: 0.002).")
    private double mostLoss;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        if (!(mostLoss >= 0 && mostLoss <= 1)) {
            throw new ParameterException(spec.commandLine(), "--max-auc-loss is a loss from 0 to 1, found " + mostLoss);
        }
        PrintWriter out = spec.commandLine().getOut();
        try (SparkSession spark = Session.open("compress", OptionalLong::empty)) {
            ModelCompression.Report report =
                    new ModelCompression(spark, models.lake()).compress(reference, mostLoss, RunOptions.newRunId());
            print(out, report);
        }
        out.flush();
    }

    private void print(PrintWriter out, ModelCompression.Report report) {
        new CompressionScreen(out).print(report);
        out.println(report.after()
                .map(after -> "No alias was moved: score with score.model: " + after.model()
                        + " and look at its audit, then 'lepton models promote'.")
                .orElseGet(() -> "No smaller model loses at most " + mostLoss + " of " + report.metric()
                        + ": nothing was registered. Allow more by --max-auc-loss."));
    }
}
