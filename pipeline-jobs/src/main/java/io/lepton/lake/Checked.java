package io.lepton.lake;

/**
 * What became of a write whose files were looked at before they became the table's.
 *
 * @param found what the check told of them
 */
public record Checked<T>(TableVersion version, T found) {}
