package io.lepton.registry;

/**
 * A file of a version.
 *
 * @param name relative to the version's path
 * @param size in bytes
 * @param sha256 hexadecimal
 */
public record FileEntry(String name, long size, String sha256) {}
