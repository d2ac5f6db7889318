package io.lepton.config;

import io.lepton.config.yaml.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A pipeline file to change and to read. */
public record PipelineText(String yaml) {

    /** The smallest file; its last line is the sixth. */
    public static PipelineText minimal() {
        return new PipelineText(
                """
                pipeline: demo
                ingest:
                  table: people
                  source: {path: people.csv}
                train:
                  label: income
                """);
    }

    /** Adds a section; its first line is the seventh. */
    public PipelineText with(String section) {
        return new PipelineText(yaml + section.stripTrailing() + "\n");
    }

    public PipelineText replacing(String part, String other) {
        if (!yaml.contains(part)) {
            throw new IllegalArgumentException("'" + part + "' is not in\n" + yaml);
        }
        return new PipelineText(yaml.replace(part, other));
    }

    public PipelineFile read() {
        return read(Map.of());
    }

    public PipelineFile read(Map<String, String> environment) {
        return new PipelineParser().read(yaml, "demo.yaml", environment);
    }

    public Pipeline pipeline() {
        return read().orThrow();
    }

    public List<String> problems() {
        return problems(read());
    }

    public List<String> problems(Map<String, String> environment) {
        return problems(read(environment));
    }

    /** As they are printed, without the file's name: {@code 4: ingest.source.path: …}. */
    public static List<String> problems(PipelineFile file) {
        return file.problems().stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .map(problem -> problem.line() + ": " + problem.path() + ": " + problem.text())
                .toList();
    }
}
