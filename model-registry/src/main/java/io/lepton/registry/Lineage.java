package io.lepton.registry;

/**
 * Where a model came from.
 *
 * @param table that it was trained on, at Delta version {@code tableVersion}
 * @param configHash SHA-256 of the pipeline file
 * @param codeVersion of Lepton
 * @param runId of the training
 */
public record Lineage(String table, long tableVersion, String configHash, String codeVersion, String runId) {}
