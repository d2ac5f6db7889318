package io.lepton.privacy;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.subtle.PrfHmacJce;
import com.google.crypto.tink.util.SecretBytes;
import io.lepton.error.LeptonException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.apache.spark.sql.api.java.UDF1;

/**
 * HMAC-SHA256 as a column function. It could be put together from Spark's own sha2, but then the key would stand as a literal in query
 * plans, which are logged and shown.
 */
final class Pseudonyms implements UDF1<String, String> {
    private static final long serialVersionUID = 1;
    private static final int SHORTEST_KEY = 16;
    private static final int TOKEN_BYTES = 16;

    private final byte[] key;
    private transient Prf prf;

    /** @throws LeptonException configuration, if the key is too short; the message does not hold it */
    Pseudonyms(String column, String key) {
        if (key.length() < SHORTEST_KEY) {
            throw LeptonException.configuration("Cannot pseudonymize column '" + column + "': its key has fewer than "
                    + SHORTEST_KEY + " characters. Set a longer secret, for example from: openssl rand -hex 32.");
        }
        this.key = key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String call(String value) throws GeneralSecurityException {
        if (value == null) {
            return null;
        }
        if (prf == null) {
            prf = prf();
        }
        return HexFormat.of().formatHex(prf.compute(value.getBytes(StandardCharsets.UTF_8), TOKEN_BYTES));
    }

    @AccessesPartialKey
    private Prf prf() throws GeneralSecurityException {
        HmacPrfParameters parameters = HmacPrfParameters.builder()
                .setKeySizeBytes(key.length)
                .setHashType(HmacPrfParameters.HashType.SHA256)
                .build();
        return PrfHmacJce.create(HmacPrfKey.builder()
                .setParameters(parameters)
                .setKeyBytes(SecretBytes.copyFrom(key, InsecureSecretKeyAccess.get()))
                .build());
    }

    @Override
    public String toString() {
        return "Pseudonyms";
    }
}
