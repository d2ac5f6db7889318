package io.lepton.registry;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A registered version; immutable.
 *
 * @param version from 1, in order of registration
 * @param inputSchemaJson columns that the model reads, as Spark writes schemas
 * @param path folder of the files
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
        String fairnessJson,
        Lineage lineage,
        String path) {}
