package io.lepton.privacy.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.Key;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.daead.AesSivKey;
import com.google.crypto.tink.daead.AesSivParameters;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;

/** Keysets that are the same in every test: their key's bytes are 0, 1, 2, …, and its id is 0x01020304. */
public final class FixedKeys {
    private static final int ID = 0x01020304;

    private FixedKeys() {}

    public static Keyset reversible() {
        return reversible(0);
    }

    /** @param mask one bit or more by which the key's first byte differs */
    @AccessesPartialKey
    public static Keyset reversible(int mask) {
        try {
            return keyset(AesSivKey.builder()
                    .setParameters(AesSivParameters.builder()
                            .setKeySizeBytes(64)
                            .setVariant(AesSivParameters.Variant.TINK)
                            .build())
                    .setKeyBytes(bytes(64, mask))
                    .setIdRequirement(ID)
                    .build());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @AccessesPartialKey
    public static Keyset oneWay() {
        try {
            return keyset(HmacPrfKey.builder()
                    .setParameters(PredefinedPrfParameters.HMAC_SHA256_PRF)
                    .setKeyBytes(bytes(32, 0))
                    .build());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public static Subkey subkey(byte[] bytes) {
        return new Subkey(bytes);
    }

    private static Keyset keyset(Key key) throws GeneralSecurityException {
        Keyset.register();
        return new Keyset(KeysetHandle.newBuilder()
                .addEntry(KeysetHandle.importKey(key).withFixedId(ID).makePrimary())
                .build());
    }

    private static SecretBytes bytes(int count, int mask) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        bytes[0] ^= (byte) mask;
        return SecretBytes.copyFrom(bytes, InsecureSecretKeyAccess.get());
    }
}
