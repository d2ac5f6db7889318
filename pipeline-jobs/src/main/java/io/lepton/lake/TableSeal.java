package io.lepton.lake;

import io.lepton.error.LeptonException;
import java.util.Map;

/** Keeps the files of some tables from those without a key; each such table knows it, by its properties. */
public interface TableSeal {
    /** Property of a table whose files are encrypted: a text that only who has the key opens. */
    String SEAL = "lepton.encryption.seal";
    /** Property: ids of the keys that all files are encrypted by; not there where older files may be by others, or by none. */
    String KEYS = "lepton.encryption.keys";

    /** Properties that a table needs before it is written; none where its files are left as they are. */
    Map<String, String> properties(String table);

    /**
     * Says at once, and not in the middle of a job, that a table cannot be read.
     *
     * @param path of the table, for the message
     * @param properties of the table
     * @throws LeptonException configuration, if its files are encrypted and the key is not there, or another
     */
    void requireOpen(String table, String path, Map<String, String> properties);

    /** Of who has no key. */
    static TableSeal none() {
        return new TableSeal() {
            @Override
            public Map<String, String> properties(String table) {
                return Map.of();
            }

            @Override
            public void requireOpen(String table, String path, Map<String, String> properties) {
                if (properties.containsKey(SEAL)) {
                    throw LeptonException.configuration(
                            "Cannot read table '" + table + "' at " + path
                                    + ": its files are encrypted, and there is no key. Name the keyset under encryption.keyset in the pipeline file.");
                }
            }
        };
    }
}
