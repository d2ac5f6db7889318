package io.lepton.registry;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A registered version of a model. It never changes.
 *
 * @param name the model
 * @param version 1, 2, 3, ...; numbers are never used again
 * @param createdAt when it was registered
 * @param runId the run that registered it
 * @param description for people
 * @param files its files
 * @param inputSchemaJson schema of the rows it takes, as JSON, or {@code ""}
 * @param outputSchemaJson schema of what it adds to them, as JSON, or {@code ""}
 * @param parameters settings it was trained with, sorted by name
 * @param metrics its quality, by metric, sorted by name
 * @param fairness the fairness audit, as JSON, or {@code ""}
 * @param lineage where it came from
 * @param path the folder of its files, a full Hadoop path: a file's place is {@code path + "/" + file.name()}
 */
public record ModelVersion(
        String name,
        int version,
        Instant createdAt,
        String runId,
        String description,
        List<FileEntry> files,
        String inputSchemaJson,
        String outputSchemaJson,
        Map<String, String> parameters,
        Map<String, Double> metrics,
        String fairness,
        Lineage lineage,
        String path) {

    public ModelVersion {
        files = List.copyOf(files);
        parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
        metrics = Collections.unmodifiableMap(new TreeMap<>(metrics));
    }

    /** How people write it: {@code name/v3}. */
    public String reference() {
        return name + "/v" + version;
    }

    ModelVersion at(int otherVersion, String otherPath) {
        return new ModelVersion(
                name,
                otherVersion,
                createdAt,
                runId,
                description,
                files,
                inputSchemaJson,
                outputSchemaJson,
                parameters,
                metrics,
                fairness,
                lineage,
                otherPath);
    }
}
