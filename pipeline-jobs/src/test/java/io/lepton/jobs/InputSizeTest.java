package io.lepton.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputSizeTest {
    private static final String CSV = "{format: csv, path: people}";

    @TempDir
    private Path folder;

    private final InputSize size = new InputSize(new Configuration());

    @BeforeEach
    void writeSources() throws IOException {
        Files.createDirectories(folder.resolve("people/more"));
        Files.write(folder.resolve("people/a.csv"), new byte[100]);
        Files.write(folder.resolve("people/more/b.csv"), new byte[20]);
        Files.write(folder.resolve("new.csv"), new byte[3000]);
    }

    @Test
    void sumsTheFilesOfAFolder() {
        assertThat(size.of(pipeline(CSV, ""))).hasValue(120);
    }

    @Test
    void addsWhatIsScoredAndWhatEarlierRunsIngested() throws IOException {
        Files.createDirectories(folder.resolve("lake/raw/people"));
        Files.write(folder.resolve("lake/raw/people/part.parquet"), new byte[50000]);

        assertThat(size.of(pipeline(CSV, "score: {input: {source: {format: csv, path: new.csv}}}")))
                .hasValue(53120);
    }

    @Test
    void isUnknownForADatabase() {
        assertThat(size.of(pipeline("{format: jdbc, url: 'jdbc:h2:mem:x', query: people}", "")))
                .isEmpty();
    }

    @Test
    void isUnknownWhereTheFileSystemCannotBeAsked() {
        assertThat(size.of("nowhere://host/people.csv")).isEmpty();
    }

    private Pipeline pipeline(String source, String more) {
        String text =
                """
                pipeline: people
                lake: %s
                ingest: {table: people, source: %s}
                train: {label: y, models: {linear: {}}}
                %s
                """
                        .formatted(folder.resolve("lake"), source, more);
        return new PipelineParser()
                .read(text, folder.resolve("p.yaml").toString(), Map.of())
                .orThrow();
    }
}
