package io.lepton.cli;

import io.lepton.error.LeptonException;
import io.lepton.ingest.IngestedBatch;
import io.lepton.ingest.Ingestion;
import io.lepton.jobs.InputSize;
import io.lepton.privacy.scan.ColumnProfile;
import io.lepton.privacy.scan.ColumnScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lepton init DATA --label COLUMN}: looks at a data file and writes a first pipeline file for it. */
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description = "Look at a data file and write a first pipeline file for it.")
final class InitCommand implements Runnable {
    @Parameters(
            index = "0",
            paramLabel = "DATA",
            description = "CSV with a header, JSON lines (.json, .jsonl), Parquet or Delta.")
    private Path path;

    @Option(names = "--label", required = true, paramLabel = "COLUMN", description = "What is to be predicted.")
    private String label;

    @Option(names = "--out", paramLabel = "FILE", description = "Where to write (default: NAME.yaml).")
    private Path file;

    @Option(names = "--delimiter", description = "Between the fields of CSV (default: ',', and a tab for .tsv).")
    private Optional<String> delimiter;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        DataFile data = DataFile.of(path, delimiter);
        Path target = file == null ? Path.of(data.name() + ".yaml") : file;
        if (Files.exists(target)) {
            throw LeptonException.configuration(
                    "Cannot write " + target + ": it exists. Choose another file with --out.");
        }
        List<ColumnProfile> profile = profile(data);
        String text = new PipelineDraft(data, target, label).write(profile);
        try {
            Files.writeString(target, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + target, e);
        }
        spec.commandLine()
                .getOut()
                .println(String.join(
                        "\n",
                        "Wrote " + target + " from " + profile.size() + " columns of " + path + ".",
                        "Read its comments, then: ./lepton run " + target));
    }

    private static List<ColumnProfile> profile(DataFile data) {
        try (SparkSession spark = Session.open("init", () -> new InputSize(new Configuration())
                        .of(data.path().toString()));
                IngestedBatch batch = new Ingestion(spark).ingest(data.source(), List.of(), List.of())) {
            return new ColumnScanner().scan(batch.accepted().drop("row_id"));
        }
    }
}
