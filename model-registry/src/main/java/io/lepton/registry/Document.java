package io.lepton.registry;

import java.time.Instant;

/**
 * What was found out or written about a version after it was registered: a fairness audit, a model card. It never changes.
 *
 * @param name as a file, for example {@code fairness.json}
 * @param runId the run that attached it; each run has documents of its own
 * @param attachedAt when
 * @param size in bytes
 * @param sha256 of the content, hexadecimal
 * @param path where it is, a full Hadoop path
 */
public record Document(String name, String runId, Instant attachedAt, long size, String sha256, String path) {

    Document at(String otherPath) {
        return new Document(name, runId, attachedAt, size, sha256, otherPath);
    }
}
