package io.lepton.registry;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * A version about to be registered.
 *
 * @param name the model; letters, digits and {@code . _ -}
 * @param runId the run that made it; registering the same run again returns what it registered first
 * @param description for people
 * @param files at least one file or folder
 * @param inputSchemaJson schema of the rows it takes, as JSON; {@code ""} when not known
 * @param outputSchemaJson schema of what it adds to them, as JSON; {@code ""} when not known
 * @param parameters settings it was trained with
 * @param metrics its quality, by metric
 * @param fairness the fairness audit, as JSON; {@code ""} when there was none
 * @param lineage where it came from
 */
public record NewVersion(
        String name,
        String runId,
        String description,
        List<ModelFile> files,
        String inputSchemaJson,
        String outputSchemaJson,
        Map<String, String> parameters,
        Map<String, Double> metrics,
        String fairness,
        Lineage lineage) {

    public NewVersion {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(runId, "runId");
        Objects.requireNonNull(description, "description");
        files = List.copyOf(files);
        Objects.requireNonNull(inputSchemaJson, "inputSchemaJson");
        Objects.requireNonNull(outputSchemaJson, "outputSchemaJson");
        parameters = new TreeMap<>(Map.copyOf(parameters));
        metrics = new TreeMap<>(Map.copyOf(metrics));
        Objects.requireNonNull(fairness, "fairness");
        Objects.requireNonNull(lineage, "lineage");
    }
}
