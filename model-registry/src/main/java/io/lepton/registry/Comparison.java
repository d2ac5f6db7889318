package io.lepton.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds how two versions differ: each is flattened to dotted paths, and the paths are compared. Elements of a JSON list
 * are known by their {@code name} where they have one, so that a schema with one column more differs by that column.
 */
final class Comparison {

    private final Json json;

    Comparison(Json json) {
        this.json = json;
    }

    List<Difference> between(ModelVersion before, ModelVersion after) {
        SortedMap<String, String> left = flat(before);
        SortedMap<String, String> right = flat(after);
        TreeSet<String> paths = new TreeSet<>(left.keySet());
        paths.addAll(right.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String path : paths) {
            Optional<String> was = Optional.ofNullable(left.get(path));
            Optional<String> is = Optional.ofNullable(right.get(path));
            if (!was.equals(is)) {
                differences.add(new Difference(path, was, is));
            }
        }
        return differences;
    }

    private SortedMap<String, String> flat(ModelVersion version) {
        SortedMap<String, String> flat = new TreeMap<>();
        flat.put("name", version.name());
        flat.put("runId", version.runId());
        flat.put("description", version.description());
        version.files()
                .forEach(file -> flat.put("files." + file.name(), file.size() + " bytes, sha256 " + file.sha256()));
        version.parameters().forEach((name, value) -> flat.put("parameters." + name, value));
        version.metrics().forEach((name, value) -> flat.put("metrics." + name, value.toString()));
        Lineage lineage = version.lineage();
        flat.put("lineage.table", lineage.table());
        flat.put("lineage.tableVersion", Long.toString(lineage.tableVersion()));
        flat.put("lineage.configHash", lineage.configHash());
        flat.put("lineage.codeVersion", lineage.codeVersion());
        flatten("inputSchema", json.parsed(version.inputSchemaJson()), flat);
        flatten("outputSchema", json.parsed(version.outputSchemaJson()), flat);
        flatten("fairness", json.parsed(version.fairness()), flat);
        return flat;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> flat) {
        if (node.isObject()) {
            node.fields().forEachRemaining(field -> flatten(path + "." + field.getKey(), field.getValue(), flat));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                String name = node.get(i).path("name").asText();
                flatten(path + "." + (name.isEmpty() ? Integer.toString(i) : name), node.get(i), flat);
            }
        } else if (!node.isMissingNode()) {
            flat.put(path, node.asText());
        }
    }
}
