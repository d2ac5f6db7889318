package io.lepton.privacy.token;

import io.lepton.privacy.keys.Keyset;
import org.apache.spark.sql.api.java.UDF1;

/** How a value becomes a token. */
public enum TokenKind {
    /** Encrypted; who holds the keyset can read it. */
    DETERMINISTIC {
        @Override
        public UDF1<String, String> function(String column, Keyset keyset, String domain) {
            return new DeterministicTokens(keyset, domain);
        }
    },
    /** A keyed hash that nobody can read. */
    HMAC {
        @Override
        public UDF1<String, String> function(String column, Keyset keyset, String domain) {
            return new HmacTokens(keyset.subkey(HmacTokens.PURPOSE + domain));
        }
    },
    /** Encrypted, letters to letters and digits to digits; who holds the keyset can read it. */
    FORMAT_PRESERVING {
        @Override
        public UDF1<String, String> function(String column, Keyset keyset, String domain) {
            return new FormatPreservingTokens(column, FormatPreservingCipher.of(keyset, domain));
        }
    };

    /** Of a keyset whose tokens nobody can read. */
    public boolean isOneWay() {
        return this == HMAC;
    }

    /**
     * The function from values to tokens, to run in Spark.
     *
     * @param column for messages
     */
    public abstract UDF1<String, String> function(String column, Keyset keyset, String domain);
}
