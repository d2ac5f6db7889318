package io.lepton.privacy.token;

import io.lepton.error.LeptonException;
import org.apache.spark.sql.api.java.UDF1;

/** {@link FormatPreservingCipher} as a column function. */
final class FormatPreservingTokens implements UDF1<String, String> {
    private static final long serialVersionUID = 1;

    private final String column;
    private final FormatPreservingCipher cipher;

    FormatPreservingTokens(String column, FormatPreservingCipher cipher) {
        this.column = column;
        this.cipher = cipher;
    }

    /** @throws LeptonException data, if a value cannot be encrypted in its format; the message does not hold it */
    @Override
    public String call(String value) {
        if (value == null) {
            return null;
        }
        try {
            return cipher.encrypted(value);
        } catch (IdFormat.Unsuitable e) {
            throw LeptonException.data("Cannot pseudonymize column '" + column
                    + "' in its format: one of its values has no token: " + e.getMessage()
                    + ". Use as: deterministic for it, or quarantine such rows in ingest.expectations.");
        }
    }

    @Override
    public String toString() {
        return "FormatPreservingTokens";
    }
}
