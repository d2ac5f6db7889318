package io.lepton.privacy.keys;

import java.util.Optional;

/**
 * A keyset as it is kept: Tink's JSON.
 *
 * @param where it was found, for messages: a path, or the name of a variable
 * @param text the JSON, or its base64; secret unless a KMS key encrypts it
 * @param kmsKey URI of the key that encrypts it, {@code aws-kms://…} or {@code gcp-kms://…}
 */
public record KeysetSource(String where, String text, Optional<String> kmsKey) {
    @Override
    public String toString() {
        return "KeysetSource[where=" + where + ", text=***, kmsKey=" + kmsKey.orElse("none") + "]";
    }
}
