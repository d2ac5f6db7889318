package io.lepton.lake;

/** A table as one Delta version of it. */
public record TableVersion(String table, long version) {}
