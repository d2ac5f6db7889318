package io.lepton.privacy.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import io.lepton.error.LeptonException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Optional;

/** Keysets as text, and back. No message holds a part of the text: it may be secret. */
public final class KeysetText {
    private static final byte[] NO_ASSOCIATED_DATA = new byte[0];
    private static final String NEXT = " Make one with 'lepton keys create FILE'.";

    private KeysetText() {}

    /**
     * Reads a keyset.
     *
     * @throws LeptonException configuration, if it is none, if it is encrypted and its KMS key does not open it, or if it holds keys of
     *     another kind
     */
    public static Keyset read(KeysetSource source) {
        String json = json(source);
        boolean encrypted = json.contains("\"encryptedKeyset\"");
        if (encrypted && source.kmsKey().isEmpty()) {
            throw refused(source, "it is encrypted. Name the key of your KMS that opens it (kms-key, --kms-key).");
        }
        if (!encrypted && source.kmsKey().isPresent()) {
            throw refused(source, "it is not encrypted, although a KMS key is named. Leave the KMS key out.");
        }
        return checked(source, encrypted ? decrypted(source, json) : parsed(source, json));
    }

    /** Tink's JSON of a keyset; encrypted by the KMS key where one is named, and otherwise readable by all who see it. */
    public static String write(Keyset keyset, Optional<String> kmsKey) {
        return kmsKey.map(key -> encrypted(keyset, key)).orElseGet(() -> cleartext(keyset));
    }

    private static String cleartext(Keyset keyset) {
        try {
            return TinkJsonProtoKeysetFormat.serializeKeyset(keyset.handle(), InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset that cannot be serialized", e);
        }
    }

    private static String encrypted(Keyset keyset, String kmsKey) {
        Aead aead = KmsKey.aead(kmsKey);
        try {
            return TinkJsonProtoKeysetFormat.serializeEncryptedKeyset(keyset.handle(), aead, NO_ASSOCIATED_DATA);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw KmsKey.failed(kmsKey, "encrypt a keyset", e);
        }
    }

    private static String json(KeysetSource source) {
        String text = source.text().strip();
        if (text.startsWith("{")) {
            return text;
        }
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw refused(source, "it is neither JSON nor base64 of it." + NEXT);
        }
    }

    private static KeysetHandle parsed(KeysetSource source, String json) {
        try {
            Keyset.register();
            return TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
        } catch (GeneralSecurityException | RuntimeException e) {
            // Its message, and its causes', may hold a part of the text.
            throw refused(source, "it is no keyset in Tink's JSON format." + NEXT);
        }
    }

    private static KeysetHandle decrypted(KeysetSource source, String json) {
        String kmsKey = source.kmsKey().orElseThrow();
        Aead aead = KmsKey.aead(kmsKey);
        try {
            Keyset.register();
            return TinkJsonProtoKeysetFormat.parseEncryptedKeyset(json, aead, NO_ASSOCIATED_DATA);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw KmsKey.failed(kmsKey, "decrypt the keyset in " + source.where(), e);
        }
    }

    private static Keyset checked(KeysetSource source, KeysetHandle handle) {
        try {
            Optional<KeyType> type = KeyType.of(handle.getPrimary().getKey());
            for (int i = 0; i < handle.size(); i++) {
                if (type.isEmpty() || !KeyType.of(handle.getAt(i).getKey()).equals(type)) {
                    throw refused(
                            source,
                            "it must hold keys of one type, either AES-SIV (reversible) or HMAC-PRF (one-way), and holds others."
                                    + NEXT);
                }
            }
        } catch (IllegalStateException e) {
            throw refused(source, "one of its keys is damaged, or of a type that is not known here." + NEXT);
        }
        return new Keyset(handle);
    }

    private static LeptonException refused(KeysetSource source, String why) {
        return LeptonException.configuration("Cannot read the keyset in " + source.where() + ": " + why);
    }
}
