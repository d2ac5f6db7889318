package io.lepton.privacy.token;

import com.google.crypto.tink.DeterministicAead;
import io.lepton.privacy.keys.Keyset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Deterministic authenticated encryption as a column function: {@code tok_} and the URL-safe base64 of Tink's ciphertext, whose first
 * bytes tell the key. The domain is its associated data, so that a token of one domain is none of another.
 */
public final class DeterministicTokens implements UDF1<String, String> {
    private static final long serialVersionUID = 1;
    /** What every token begins with. */
    public static final String PREFIX = "tok_";

    private final Keyset keyset;
    private final byte[] domain;
    private transient DeterministicAead cipher;

    /** @param keyset a reversible one */
    public DeterministicTokens(Keyset keyset, String domain) {
        this.keyset = keyset;
        this.domain = ("lepton/token/" + domain).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String call(String value) throws GeneralSecurityException {
        if (value == null) {
            return null;
        }
        byte[] encrypted = cipher().encryptDeterministically(value.getBytes(StandardCharsets.UTF_8), domain);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(encrypted);
    }

    /** What a token stands for; empty if it is none that a key of the keyset made in the domain. */
    public Optional<String> original(String token) {
        if (!token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        try {
            byte[] encrypted = Base64.getUrlDecoder().decode(token.substring(PREFIX.length()));
            return Optional.of(
                    new String(cipher().decryptDeterministically(encrypted, domain), StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private DeterministicAead cipher() {
        if (cipher == null) {
            cipher = keyset.cipher();
        }
        return cipher;
    }

    @Override
    public String toString() {
        return "DeterministicTokens";
    }
}
