package io.lepton.privacy.encryption;

import com.google.crypto.tink.Aead;
import io.lepton.privacy.keys.KeysetSource;
import io.lepton.privacy.keys.KeysetText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.crypto.KeyAccessDeniedException;
import org.apache.parquet.crypto.keytools.KmsClient;

/** Wraps and unwraps Parquet's data keys with the Tink keysets that the configuration holds, by the names of the master keys. */
public final class TinkKmsClient implements KmsClient {
    /** Its name is one that Spark does not print: it matches {@code spark.redaction.regex}. */
    static final String KEYSET = "lepton.encryption.secret.";

    private final Map<String, Aead> ciphers = new ConcurrentHashMap<>();
    private Configuration configuration;

    @Override
    public void initialize(Configuration configuration, String instanceId, String instanceUrl, String accessToken) {
        this.configuration = configuration;
    }

    @Override
    public String wrapKey(byte[] key, String master) {
        try {
            return Base64.getEncoder().encodeToString(cipher(master).encrypt(key, associated(master)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset that encrypts nothing", e);
        }
    }

    @Override
    public byte[] unwrapKey(String wrapped, String master) {
        try {
            return cipher(master).decrypt(Base64.getDecoder().decode(wrapped), associated(master));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // Tink's message says no more, and the cause may show bytes.
            throw new KeyAccessDeniedException("no key of the keyset for '" + master + "' opens it");
        }
    }

    /** A wrapped key of one master is none of another. */
    private static byte[] associated(String master) {
        return ("lepton/parquet/" + master).getBytes(StandardCharsets.UTF_8);
    }

    private Aead cipher(String master) {
        return ciphers.computeIfAbsent(master, name -> {
            String text = configuration.getRaw(KEYSET + name);
            if (text == null) {
                throw new KeyAccessDeniedException("there is no keyset for '" + name + "'");
            }
            return KeysetText.read(new KeysetSource(KEYSET + name, text, Optional.empty()))
                    .aead();
        });
    }
}
