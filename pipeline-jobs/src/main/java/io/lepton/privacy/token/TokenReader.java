package io.lepton.privacy.token;

import io.lepton.error.LeptonException;
import io.lepton.privacy.keys.KeyType;
import io.lepton.privacy.keys.Keyset;
import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.api.java.UDF1;

/** Finds what tokens stand for, with the keyset that made them. */
public final class TokenReader implements UDF1<String, String> {
    private static final long serialVersionUID = 1;

    private interface Reading extends Serializable {
        Optional<String> original(String token);
    }

    private final Reading reading;

    private TokenReader(Reading reading) {
        this.reading = reading;
    }

    /**
     * Reads {@link TokenKind#DETERMINISTIC} tokens, whichever of the keys made them.
     *
     * @throws LeptonException configuration, if the keyset is one-way
     */
    public static TokenReader deterministic(Keyset keyset, String domain) {
        requireReversible(keyset);
        DeterministicTokens tokens = new DeterministicTokens(keyset, domain);
        return new TokenReader(tokens::original);
    }

    /**
     * Reads {@link TokenKind#FORMAT_PRESERVING} tokens. They do not tell which key made them, and whatever has a token's format is one: a
     * wrong key finds wrong originals.
     *
     * @param keyId of the key that made them
     * @throws LeptonException configuration, if the keyset is one-way or has no such key
     */
    public static TokenReader formatPreserving(Keyset keyset, String domain, long keyId) {
        requireReversible(keyset);
        FormatPreservingCipher cipher = FormatPreservingCipher.of(keyset, domain, keyId);
        return new TokenReader(token -> decrypted(cipher, token));
    }

    private static Optional<String> decrypted(FormatPreservingCipher cipher, String token) {
        try {
            return Optional.of(cipher.decrypted(token));
        } catch (IdFormat.Unsuitable e) {
            return Optional.empty();
        }
    }

    private static void requireReversible(Keyset keyset) {
        if (keyset.type() != KeyType.REVERSIBLE) {
            throw LeptonException.configuration(
                    "Cannot re-identify: the keyset is one-way, so that nobody can read its tokens.");
        }
    }

    /** What the token stands for; empty if the keyset did not make it in this domain. */
    public Optional<String> original(String token) {
        return reading.original(token);
    }

    /** As a column function: null for what is missing or no token. */
    @Override
    public String call(String token) {
        return token == null ? null : original(token).orElse(null);
    }

    @Override
    public String toString() {
        return "TokenReader";
    }
}
