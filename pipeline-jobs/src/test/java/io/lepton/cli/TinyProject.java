package io.lepton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lepton.config.Pipeline;
import io.lepton.config.PipelineParser;
import io.lepton.error.ExitCode;
import io.lepton.jobs.PipelineRun;
import io.lepton.jobs.Progress;
import io.lepton.jobs.StageName;
import io.lepton.lake.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** A folder with a few made-up people and a pipeline file for them, run in the session of the tests. */
record TinyProject(SparkSession spark, Path folder, String yaml) {
    private static final String YAML =
            """
            pipeline: tiny
            lake: LAKE
            ingest:
              table: people
              source: {format: csv, path: people.csv}
            train:
              label: income
              positive: high
              folds: 2
              split: {method: stratified, test-fraction: 0.3}
              models:
                linear: {}
            audit:
              slices: false
              consistency: {sample: 0}
              protected-attributes: [sex]
            """;

    /** How a run ended; no text where it ended well. */
    record End(ExitCode exitCode, String error) {}

    static TinyProject in(SparkSession spark, Path folder) {
        return new TinyProject(
                spark, folder, YAML.replace("LAKE", folder.resolve("lake").toString()));
    }

    /** Header and rows: age, sex, hours, income; the income follows hours and age. */
    static List<String> people(int count) {
        List<String> lines = new ArrayList<>(List.of("age,sex,hours,income"));
        for (int i = 0; i < count; i++) {
            int age = 20 + i * 7 % 40;
            int hours = 20 + i * 13 % 41;
            lines.add(age + "," + (i % 3 == 0 ? "f" : "m") + "," + hours + ","
                    + (hours + age / 4 + i % 5 > 52 ? "high" : "low"));
        }
        return lines;
    }

    /** The same with a key, {@code person}, before the other columns. */
    static List<String> keyedPeople(int count) {
        List<String> lines = people(count);
        List<String> keyed = new ArrayList<>(List.of("person," + lines.get(0)));
        for (int i = 1; i < lines.size(); i++) {
            keyed.add(i + "," + lines.get(i));
        }
        return keyed;
    }

    /** The pipeline file with an audit that looks for slices and alike people, too, as it does where nobody says otherwise. */
    TinyProject auditedInFull() {
        return replacing("  slices: false\n  consistency: {sample: 0}\n", "");
    }

    /** The pipeline file for people with a key. */
    TinyProject keyed() {
        return replacing("table: people", "table: people\n  key: [person]");
    }

    TinyProject with(String... lines) {
        return with(List.of(lines));
    }

    TinyProject with(List<String> lines) {
        return with("people.csv", (String.join("\n", lines) + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    TinyProject with(String name, byte[] bytes) {
        try {
            Files.write(folder.resolve(name), bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pipeline file with one part replaced; fails when there is no such part. */
    TinyProject replacing(String part, String replacement) {
        assertThat(yaml).contains(part);
        return new TinyProject(spark, folder, yaml.replace(part, replacement));
    }

    /** The same under another name, which its scores have, too. */
    TinyProject named(String name) {
        return replacing("pipeline: tiny\n", "pipeline: " + name + "\n");
    }

    /** The pipeline file with lines added at its end. */
    TinyProject adding(String lines) {
        return new TinyProject(spark, folder, yaml + lines);
    }

    End run(String runId, Consumer<PipelineRun> stages) {
        try {
            Pipeline pipeline = new PipelineParser()
                    .read(yaml, folder.resolve("pipeline.yaml").toString(), Map.of())
                    .orThrow();
            stages.accept(new PipelineRun(spark, pipeline, runId, "test", Progress.silent()));
            return new End(ExitCode.DONE, "");
        } catch (RuntimeException e) {
            if (Lepton.exitCodeOf(e) == ExitCode.INTERNAL) {
                throw e;
            }
            return new End(Lepton.exitCodeOf(e), e.getMessage());
        }
    }

    /** Trains and registers a model of the features that are there. */
    End trained(String runId) {
        return run(runId, stages -> {
            stages.only(StageName.TRAIN);
            stages.only(StageName.REGISTER);
        });
    }

    Lake lake() {
        return new Lake(spark, folder.resolve("lake").toString());
    }

    /** The tables with people's data or models' results that are there, each as its newest version. */
    List<String> published() {
        Path root = folder.resolve("lake");
        Lake lake = lake();
        try (Stream<Path> folders = Files.walk(root, 2)) {
            return folders.map(path -> root.relativize(path).toString())
                    .filter(name -> name.matches("(raw|quarantine|trusted|features|scores|audits)/[^/]+"))
                    .sorted()
                    .map(name -> name + "@" + (lake.exists(name) ? lake.version(name) : "no table"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
