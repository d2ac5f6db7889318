package io.lepton.lake;

import java.time.Instant;

/**
 * What one stage did in one run: a row of the table {@code runs}.
 *
 * @param status {@code done}, {@code refused} by a gate, or {@code failed} by the data
 * @param inputs JSON list of the table versions that were read
 * @param outputs JSON list of the table versions that were written
 * @param configHash SHA-256 of the pipeline file
 * @param detailJson the stage's own figures
 */
public record StageRun(
        String runId,
        String pipeline,
        String stage,
        String status,
        Instant startedAt,
        double durationSeconds,
        long rowsIn,
        long rowsOut,
        long rowsQuarantined,
        String inputs,
        String outputs,
        String configHash,
        String codeVersion,
        String detailJson) {}
