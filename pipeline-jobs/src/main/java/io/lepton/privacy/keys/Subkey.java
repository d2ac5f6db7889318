package io.lepton.privacy.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.prf.HmacPrfParameters;
import com.google.crypto.tink.prf.Prf;
import com.google.crypto.tink.subtle.PrfHmacJce;
import com.google.crypto.tink.subtle.Random;
import com.google.crypto.tink.util.SecretBytes;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/** Secret bytes for one purpose. It can be sent to other processes as part of a function, and no text shows what it holds. */
public final class Subkey implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int BYTES = 32;

    private final byte[] bytes;

    Subkey(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The text itself as a key; 16 characters are the least that is a secret. */
    public static Subkey ofText(String secret) {
        return new Subkey(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** A new secret that nobody knows, for the time this object lives. */
    public static Subkey random() {
        return new Subkey(Random.randBytes(BYTES));
    }

    /** 256 bits for one purpose out of this key, which may serve others too: HMAC-SHA256 of {@code lepton/subkey/PURPOSE}. */
    public Subkey subkey(String purpose) {
        try {
            return new Subkey(prf().compute(("lepton/subkey/" + purpose).getBytes(StandardCharsets.UTF_8), BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that computes nothing", e);
        }
    }

    /** HMAC-SHA256 under this key: up to 32 bytes for any text. */
    @AccessesPartialKey
    public Prf prf() {
        try {
            HmacPrfParameters parameters = HmacPrfParameters.builder()
                    .setKeySizeBytes(bytes.length)
                    .setHashType(HmacPrfParameters.HashType.SHA256)
                    .build();
            return PrfHmacJce.create(HmacPrfKey.builder()
                    .setParameters(parameters)
                    .setKeyBytes(SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get()))
                    .build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that computes nothing", e);
        }
    }

    /** The bytes, for a cipher that Tink does not have. */
    public byte[] reveal() {
        return bytes.clone();
    }

    @Override
    public String toString() {
        return "Subkey";
    }
}
