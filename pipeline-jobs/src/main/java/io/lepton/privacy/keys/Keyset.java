package io.lepton.privacy.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.DeterministicAead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.daead.DeterministicAeadConfig;
import com.google.crypto.tink.prf.PrfConfig;
import com.google.crypto.tink.prf.PrfSet;
import io.lepton.error.LeptonException;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keys of one type, of which the primary makes what is new. It can be sent to other processes as part of a function, and shows nothing of
 * its keys in any text.
 */
public final class Keyset implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int SUBKEY_BYTES = 32;

    private final byte[] serialized;
    private transient KeysetHandle handle;

    Keyset(KeysetHandle handle) {
        try {
            this.serialized = TinkProtoKeysetFormat.serializeKeyset(handle, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset that cannot be serialized", e);
        }
        this.handle = handle;
    }

    /** A keyset of one new key. */
    public static Keyset create(KeyType type) {
        return new Keyset(with(KeysetHandle.newBuilder(), type));
    }

    /** These keys and a new one, which becomes the primary; the others go on reading what they wrote. */
    public Keyset rotated() {
        return new Keyset(with(KeysetHandle.newBuilder(handle()), type()));
    }

    /** The same keys with another of them as the primary: what the keyset was before it was rotated. */
    public Keyset withPrimary(int position) {
        KeysetHandle.Builder builder = KeysetHandle.newBuilder(handle());
        builder.getAt(position).setStatus(KeyStatus.ENABLED).makePrimary();
        try {
            return new Keyset(builder.build());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that cannot be the primary", e);
        }
    }

    private static KeysetHandle with(KeysetHandle.Builder builder, KeyType type) {
        try {
            register();
            return builder.addEntry(KeysetHandle.generateEntryFromParameters(type.parameters())
                            .withRandomId()
                            .makePrimary())
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a new key that the keyset does not take", e);
        }
    }

    public KeyType type() {
        return KeyType.of(handle().getPrimary().getKey()).orElseThrow();
    }

    /** The keys in the order of the file, oldest first. */
    public List<KeyFacts> keys() {
        return entries().stream()
                .map(entry -> new KeyFacts(
                        id(entry),
                        KeyType.of(entry.getKey()).orElseThrow(),
                        entry.isPrimary(),
                        entry.getStatus() == KeyStatus.ENABLED))
                .toList();
    }

    /** The primary's id, unsigned. */
    public long primaryId() {
        return id(handle().getPrimary());
    }

    /**
     * Encrypts with the primary; the ciphertext tells which key that was, and every enabled key decrypts.
     *
     * @throws IllegalStateException if the keyset is {@linkplain KeyType#ONE_WAY one-way}
     */
    public DeterministicAead cipher() {
        if (type() != KeyType.REVERSIBLE) {
            throw new IllegalStateException("a one-way keyset has no cipher");
        }
        return cipher(handle());
    }

    /**
     * Encrypts files' keys with the primary; the ciphertext tells which key that was, and every enabled key decrypts.
     *
     * @throws IllegalStateException if the keyset is not for {@linkplain KeyType#FILES files}
     */
    public Aead aead() {
        if (type() != KeyType.FILES) {
            throw new IllegalStateException("a keyset that is not for files");
        }
        try {
            return handle().getPrimitive(RegistryConfiguration.get(), Aead.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("keys that encrypt nothing", e);
        }
    }

    /** The subkey that the primary makes for a purpose. */
    public Subkey subkey(String purpose) {
        return subkey(purpose, primaryId());
    }

    /**
     * The subkey that one key makes for a purpose: 256 bits that nobody can tell from random ones, and that tell nothing of the key or of
     * other purposes' subkeys.
     *
     * <p>Of a one-way key it is the function's value at {@code lepton/subkey/PURPOSE}. Of a reversible one it is the encryption of zeros
     * with that text as associated data, without the synthetic initialization vector: deterministic authenticated encryption cannot be
     * told from a random function of message and associated data (P. Rogaway, T. Shrimpton: A Provable-Security Treatment of the Key-Wrap
     * Problem, EUROCRYPT 2006), and tokens have other associated data.
     *
     * @throws LeptonException configuration, if there is no such key
     */
    public Subkey subkey(String purpose, long keyId) {
        KeysetHandle.Entry entry = entries().stream()
                .filter(each -> id(each) == keyId)
                .findFirst()
                .orElseThrow(() -> LeptonException.configuration("Cannot use key " + keyId
                        + ": the keyset has no such key. 'lepton keys list' shows those it has."));
        byte[] label = ("lepton/subkey/" + purpose).getBytes(StandardCharsets.UTF_8);
        try {
            KeysetHandle alone = KeysetHandle.newBuilder()
                    .addEntry(KeysetHandle.importKey(entry.getKey())
                            .withFixedId(entry.getId())
                            .makePrimary())
                    .build();
            if (type() == KeyType.ONE_WAY) {
                return new Subkey(alone.getPrimitive(RegistryConfiguration.get(), PrfSet.class)
                        .computePrimary(label, SUBKEY_BYTES));
            }
            byte[] encrypted = cipher(alone).encryptDeterministically(new byte[SUBKEY_BYTES], label);
            return new Subkey(Arrays.copyOfRange(encrypted, encrypted.length - SUBKEY_BYTES, encrypted.length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that computes nothing", e);
        }
    }

    private static DeterministicAead cipher(KeysetHandle keys) {
        try {
            return keys.getPrimitive(RegistryConfiguration.get(), DeterministicAead.class);
        } catch (GeneralSecurityException e) {
            throw LeptonException.configuration(
                    "Cannot protect columns with this keyset: its keys encrypt files. Make another with 'lepton keys create FILE'.");
        }
    }

    KeysetHandle handle() {
        if (handle == null) {
            try {
                register();
                handle = TinkProtoKeysetFormat.parseKeyset(serialized, InsecureSecretKeyAccess.get());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("a keyset that was damaged on its way", e);
            }
        }
        return handle;
    }

    private List<KeysetHandle.Entry> entries() {
        return IntStream.range(0, handle().size())
                .mapToObj(i -> handle().getAt(i))
                .toList();
    }

    private static long id(KeysetHandle.Entry entry) {
        return Integer.toUnsignedLong(entry.getId());
    }

    /** Makes Tink know the key types, once or again. */
    static void register() throws GeneralSecurityException {
        AeadConfig.register();
        DeterministicAeadConfig.register();
        PrfConfig.register();
    }

    @Override
    public String toString() {
        return "Keyset";
    }
}
