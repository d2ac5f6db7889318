package io.lepton.jobs;

import java.util.Locale;

/** The stages, in the order in which data travels. */
public enum StageName {
    INGEST,
    ANONYMIZE,
    FEATURES,
    TRAIN,
    REGISTER,
    SCORE,
    AUDIT,
    REPORT;

    /** The name that people type and that the tables hold. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
