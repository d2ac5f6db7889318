package io.lepton.registry;

import java.util.Objects;

/**
 * Where a model came from; enough to train it again.
 *
 * @param table the table it was trained on
 * @param tableVersion that table's version at the time
 * @param configHash hash of the pipeline file
 * @param codeVersion version of the code that trained it
 * @param runId the run that trained it
 */
public record Lineage(String table, long tableVersion, String configHash, String codeVersion, String runId) {
    public Lineage {
        Objects.requireNonNull(table, "table");
        Objects.requireNonNull(configHash, "configHash");
        Objects.requireNonNull(codeVersion, "codeVersion");
        Objects.requireNonNull(runId, "runId");
    }
}
