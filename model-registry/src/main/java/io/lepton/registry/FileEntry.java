package io.lepton.registry;

/**
 * One file of a version.
 *
 * @param name path relative to {@link ModelVersion#path()}, with {@code /} between its parts
 * @param size bytes
 * @param sha256 SHA-256 of the content, 64 lower-case hexadecimal digits
 */
public record FileEntry(String name, long size, String sha256) {}
