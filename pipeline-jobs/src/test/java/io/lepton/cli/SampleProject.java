package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.Progress;
import io.lepton.lake.Lake;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.spark.sql.SparkSession;

/** A folder with a small sample of the census data and a pipeline file for it. */
record SampleProject(Path folder) {

    static SampleProject in(Path folder, int rows) throws IOException {
        List<String> lines = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(Path.of("../deploy/data/adult/adult.csv.gz"))),
                StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null && lines.size() <= rows; line = in.readLine()) {
                lines.add(line);
            }
        }
        assertThat(lines).hasSize(rows + 1);
        // One row that breaks an expectation, so that there is something to quarantine.
        lines.add(lines.get(1).replaceFirst("^\\d+", "150"));
        Files.write(folder.resolve("adult.csv"), lines);
        SampleProject project = new SampleProject(folder);
        project.write("pipeline.yaml", PIPELINE);
        return project;
    }

    Path file() {
        return folder.resolve("pipeline.yaml");
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /** The pipeline file with one part replaced; fails when there is no such part. */
    SampleProject replacing(String part, String replacement) throws IOException {
        String text = Files.readString(file());
        assertThat(text).contains(part);
        write("pipeline.yaml", text.replace(part, replacement));
        return this;
    }

    /** Without ensemble and cross-fitting of several models, which take the longest. */
    SampleProject withOneModel(String model) throws IOException {
        return replacing(
                "    xgboost: {rounds: 10, depth: 3}\n    linear: {iterations: 10}\n  ensemble: {method: voting}\n",
                "    " + model + "\n");
    }

    /** Walks the whole road in this process, undisturbed. */
    Lake run(SparkSession spark, Path lake) throws IOException {
        Pipeline pipeline = new PipelineParser()
                .read(Files.readString(file()), file().toString(), Map.of("TEST_LAKE", lake.toString()))
                .orThrow();
        new PipelineRun(spark, pipeline, "r", "test", Progress.silent()).all();
        return new Lake(spark, lake.toString());
    }

    private static final String PIPELINE =
            """
            pipeline: sample
            lake: ${TEST_LAKE:-lake}
            seed: 7
            ingest:
              table: adult
              source: {format: csv, path: adult.csv, null-values: ["?"]}
              expectations:
                - {check: age between 17 and 100, severity: quarantine, allowed-fraction: 0.01}
            anonymize:
              columns: {fnlwgt: drop, education: drop}
              k-anonymity:
                k: 5
                quasi-identifiers: [age, sex, race]
                suppression-limit: 0.05
            train:
              label: income-per-year
              positive: ">50K"
              split: {method: stratified, test-fraction: 0.3}
              folds: 2
              models:
                xgboost: {rounds: 10, depth: 3}
                linear: {iterations: 10}
              ensemble: {method: voting}
            audit:
              protected-attributes: [sex, race]
              gates:
                - {metric: auc, at-least: 0.6}
            """;
}
