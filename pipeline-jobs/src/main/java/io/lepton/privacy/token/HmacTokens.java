package io.lepton.privacy.token;

import com.google.crypto.tink.prf.Prf;
import io.lepton.privacy.keys.Subkey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import org.apache.spark.sql.api.java.UDF1;

/**
 * HMAC-SHA256 as a column function: the first 128 bits as 32 hexadecimal digits. It could be put together from Spark's own sha2, but then
 * the key would stand as a literal in query plans, which are logged and shown.
 */
public final class HmacTokens implements UDF1<String, String> {
    private static final long serialVersionUID = 1;
    private static final int TOKEN_BYTES = 16;
    static final String PURPOSE = "hmac/";

    private final Subkey key;
    private transient Prf prf;

    public HmacTokens(Subkey key) {
        this.key = key;
    }

    @Override
    public String call(String value) throws GeneralSecurityException {
        if (value == null) {
            return null;
        }
        if (prf == null) {
            prf = key.prf();
        }
        return HexFormat.of().formatHex(prf.compute(value.getBytes(StandardCharsets.UTF_8), TOKEN_BYTES));
    }

    @Override
    public String toString() {
        return "HmacTokens";
    }
}
