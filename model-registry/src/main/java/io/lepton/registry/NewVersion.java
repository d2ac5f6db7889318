package io.lepton.registry;

import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** What is to be registered. */
public record NewVersion(
        String name,
        String runId,
        String description,
        Map<String, Path> files,
        String inputSchemaJson,
        String outputSchemaJson,
        Map<String, String> parameters,
        Map<String, Double> metrics,
        String fairnessJson,
        Lineage lineage) {

    public static Builder named(String name) {
        return new Builder(name);
    }

    /** Gathers the parts; what is not given stays empty, but for run id and lineage, which must be given. */
    public static final class Builder {
        private final String name;
        private final Map<String, Path> files = new TreeMap<>();
        private String runId = "";
        private String description = "";
        private String inputSchemaJson = "";
        private String outputSchemaJson = "";
        private Map<String, String> parameters = Map.of();
        private Map<String, Double> metrics = Map.of();
        private String fairnessJson = "";
        private Lineage lineage = new Lineage("", -1, "", "", "");

        private Builder(String name) {
            this.name = name;
        }

        public Builder runId(String value) {
            this.runId = value;
            return this;
        }

        public Builder description(String value) {
            this.description = value;
            return this;
        }

        /** A file to copy, under a name relative to the version's folder. */
        public Builder file(String relativeName, Path source) {
            files.put(relativeName, source);
            return this;
        }

        public Builder inputSchemaJson(String value) {
            this.inputSchemaJson = value;
            return this;
        }

        public Builder outputSchemaJson(String value) {
            this.outputSchemaJson = value;
            return this;
        }

        public Builder parameters(Map<String, String> value) {
            this.parameters = Map.copyOf(value);
            return this;
        }

        public Builder metrics(Map<String, Double> value) {
            this.metrics = Map.copyOf(value);
            return this;
        }

        public Builder fairnessJson(String value) {
            this.fairnessJson = value;
            return this;
        }

        public Builder lineage(Lineage value) {
            this.lineage = value;
            return this;
        }

        public NewVersion build() {
            if (runId.isEmpty()) {
                throw new RegistryException("Cannot register " + name + ": the run id is empty.");
            }
            return new NewVersion(
                    name,
                    runId,
                    description,
                    Map.copyOf(files),
                    inputSchemaJson,
                    outputSchemaJson,
                    parameters,
                    metrics,
                    fairnessJson,
                    lineage);
        }
    }
}
