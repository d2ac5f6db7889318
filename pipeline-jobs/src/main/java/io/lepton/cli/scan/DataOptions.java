package io.lepton.cli.scan;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command that looks at a data file takes. */
final class DataOptions {
    @Parameters(
            index = "0",
            paramLabel = "DATA",
            description = "CSV with a header, JSON lines (.json, .jsonl), Parquet or Delta.")
    private Path path;

    @Option(names = "--delimiter", description = "Between the fields of CSV (default: ',', and a tab for .tsv).")
    private Optional<String> delimiter;

    Path path() {
        return path;
    }

    DataFile file() {
        return DataFile.of(path, delimiter);
    }
}
