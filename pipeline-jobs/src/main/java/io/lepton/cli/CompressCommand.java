package io.lepton.cli;

import io.lepton.jobs.ModelCompression;
import io.lepton.jobs.ModelCompression.Figures;
import java.io.PrintWriter;
import java.util.Locale;
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
        out.println(String.format(
                Locale.ROOT,
                "%-30s %7s %10s %10s %10s %10s %9s %12s",
                "MODEL",
                "TREES",
                "NODES",
                "THRESHOLDS",
                "WEIGHTS",
                "KB",
                report.metric().toUpperCase(Locale.ROOT),
                "NS A ROW"));
        line(out, report.before());
        report.after()
                .ifPresentOrElse(
                        after -> {
                            line(out, after);
                            if (after.size().integers() > 0) {
                                out.println("* of them "
                                        + String.format(
                                                Locale.ROOT, "%,d", after.size().integers())
                                        + " integers of eight bits");
                            }
                            out.println(String.format(
                                    Locale.ROOT,
                                    "%s takes %.0f %% of the space, scores a row in %.0f %% of the time, and loses %.4f of %s on held-out rows.",
                                    after.model(),
                                    100.0 * after.bytes() / report.before().bytes(),
                                    100 * after.nanosPerRow() / report.before().nanosPerRow(),
                                    report.before().quality() - after.quality(),
                                    report.metric()));
                            out.println("No alias was moved: score with score.model: " + after.model()
                                    + " and look at its audit, then 'lepton models promote'.");
                        },
                        () -> out.println("No smaller model loses at most " + mostLoss + " of " + report.metric()
                                + ": nothing was registered. Allow more by --max-auc-loss."));
    }

    private static void line(PrintWriter out, Figures figures) {
        out.println(String.format(
                Locale.ROOT,
                "%-30s %7d %,10d %,10d %10s %,10d %9.4f %12.0f",
                figures.model(),
                figures.size().trees(),
                figures.size().nodes(),
                figures.size().thresholds(),
                String.format(Locale.ROOT, "%,d", figures.size().weights())
                        + (figures.size().integers() > 0 ? "*" : ""),
                figures.bytes() / 1024,
                figures.quality(),
                figures.nanosPerRow()));
    }
}
