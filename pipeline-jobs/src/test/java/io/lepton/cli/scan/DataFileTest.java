package io.lepton.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFileTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "people.csv, CSV, ','",
        "people.CSV.gz, CSV, ','",
        "people.tsv, CSV, '\t'",
        "people.txt, CSV, ','",
        "people.json, JSON, ','",
        "people.jsonl.gz, JSON, ','",
        "people.ndjson, JSON, ','",
        "people.parquet, PARQUET, ','"
    })
    void tellsTheFormatByTheName(String name, DataFile.Format format, String delimiter) {
        Path path = Path.of(name);

        assertThat(DataFile.of(path, Optional.empty())).isEqualTo(new DataFile(path, format, delimiter));
        assertThat(DataFile.of(path, Optional.of(";")).delimiter()).isEqualTo(";");
        assertThat(DataFile.of(path, Optional.empty()).name()).isEqualTo("people");
    }

    @Test
    void knowsADeltaTableByItsLog() throws Exception {
        Files.createDirectories(folder.resolve("people/_delta_log"));

        assertThat(DataFile.of(folder.resolve("people"), Optional.empty()).format())
                .isEqualTo(DataFile.Format.DELTA);
    }
}
