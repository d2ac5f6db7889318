package io.lepton.training.boosting.paged;

/** Where XGBoost keeps rows on the CPU. */
public enum ExternalMemory {
    /** On disk where they would not fit well into memory. */
    AUTO,
    /** On disk. */
    ALWAYS,
    /** In memory. */
    NEVER
}
