package io.lepton.cli.bench.audit;

/** What {@code lepton bench audit} measures. */
public enum AuditPart {
    COUNTING,
    METRICS,
    JOB
}
