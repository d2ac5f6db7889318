package io.lepton.config;

import java.util.List;
import java.util.Map;

/**
 * Whose files nobody reads without a key.
 *
 * @param keyset of footers, and of columns without one of their own
 * @param tables folders of the lake in which the tables of the pipeline are encrypted
 * @param columns keysets by column, in all of these tables
 */
public record Encryption(
        Anonymize.KeysetPlace keyset, List<Folder> tables, Map<String, Anonymize.KeysetPlace> columns) {

    /** Tables with rows of people. */
    public enum Folder {
        RAW,
        QUARANTINE,
        TRUSTED,
        FEATURES,
        SCORES
    }
}
