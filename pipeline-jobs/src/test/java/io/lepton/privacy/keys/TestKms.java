package io.lepton.privacy.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A key management service in this process, found as the real ones are: {@code test-kms://NAME} is a key that is made when asked for. */
public final class TestKms implements KmsClient {
    private static final String SCHEME = "test-kms://";

    private final Map<String, KeysetHandle> keys = new ConcurrentHashMap<>();

    @Override
    public boolean doesSupport(String uri) {
        return uri.startsWith(SCHEME);
    }

    @Override
    public KmsClient withCredentials(String path) {
        return this;
    }

    @Override
    public KmsClient withDefaultCredentials() {
        return this;
    }

    @Override
    public Aead getAead(String uri) throws GeneralSecurityException {
        if (uri.endsWith("/forbidden")) {
            throw new GeneralSecurityException("AccessDenied: you may not use this key.");
        }
        AeadConfig.register();
        KeysetHandle key = keys.computeIfAbsent(uri, absent -> created());
        return key.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    private static KeysetHandle created() {
        try {
            return KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
