package io.lepton.privacy.keys;

import com.google.crypto.tink.Key;
import com.google.crypto.tink.Parameters;
import com.google.crypto.tink.daead.AesSivKey;
import com.google.crypto.tink.daead.PredefinedDeterministicAeadParameters;
import com.google.crypto.tink.prf.HkdfPrfKey;
import com.google.crypto.tink.prf.HmacPrfKey;
import com.google.crypto.tink.prf.PredefinedPrfParameters;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What the keys of a keyset can do. */
public enum KeyType {
    /** AES-256-SIV, deterministic authenticated encryption (RFC 5297): who holds the keys can read the tokens. */
    REVERSIBLE("AES-256-SIV", PredefinedDeterministicAeadParameters.AES256_SIV),
    /** HMAC-SHA256 as a pseudorandom function: nobody can read the tokens, only compare them. */
    ONE_WAY("HMAC-SHA256", PredefinedPrfParameters.HMAC_SHA256_PRF);

    private final String algorithm;
    private final Parameters parameters;

    KeyType(String algorithm, Parameters parameters) {
        this.algorithm = algorithm;
        this.parameters = parameters;
    }

    /** Of new keys. */
    public String algorithm() {
        return algorithm;
    }

    /** As people write it: {@code one-way}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The type of that name, if there is one. */
    public static Optional<KeyType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    Parameters parameters() {
        return parameters;
    }

    static Optional<KeyType> of(Key key) {
        if (key instanceof AesSivKey) {
            return Optional.of(REVERSIBLE);
        }
        return key instanceof HmacPrfKey || key instanceof HkdfPrfKey ? Optional.of(ONE_WAY) : Optional.empty();
    }
}
