package io.lepton.privacy.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.KmsClients;
import com.google.crypto.tink.aead.AeadConfig;
import io.lepton.error.LeptonException;
import java.security.GeneralSecurityException;
import java.util.Map;

/**
 * A key that never leaves its key management service, through Tink's own integrations. Their libraries are large, so that they are not
 * part of Lepton: whichever are on the class path are found by Java's service loader.
 */
final class KmsKey {
    private static final Map<String, String> JARS =
            Map.of("aws-kms", "com.google.crypto.tink:tink-awskms", "gcp-kms", "com.google.crypto.tink:tink-gcpkms");

    private KmsKey() {}

    /**
     * Encrypts and decrypts with the key, as the environment's default credentials may.
     *
     * @throws LeptonException configuration, if no library knows the URI or there are no credentials
     */
    static Aead aead(String uri) {
        KmsClient client;
        try {
            AeadConfig.register();
            client = KmsClients.getAutoLoaded(uri);
        } catch (GeneralSecurityException e) {
            String scheme = uri.contains("://") ? uri.substring(0, uri.indexOf("://")) : "";
            throw LeptonException.configuration(
                    "Cannot use the KMS key " + uri + ": "
                            + (JARS.containsKey(scheme)
                                    ? "the library " + JARS.get(scheme)
                                            + " is not on the class path. Build Lepton with 'mvn -Pkms package', or add its jars to the Spark job."
                                    : "its URI should begin with aws-kms:// or gcp-kms://."),
                    e);
        }
        try {
            return client.withDefaultCredentials().getAead(uri);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw failed(uri, "use it", e);
        }
    }

    static LeptonException failed(String uri, String purpose, Exception cause) {
        return LeptonException.configuration(
                "Cannot use the KMS key " + uri + " to " + purpose + ": " + reason(cause)
                        + ". Check the URI, the credentials of this machine, and that they may use the key.",
                cause);
    }

    /** Of the cause nearest to the service that says anything, on one line. */
    private static String reason(Throwable cause) {
        String reason = cause.getClass().getSimpleName();
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each.getMessage() != null && !each.getMessage().isBlank()) {
                reason = each.getMessage().lines().findFirst().orElse(reason);
            }
        }
        return reason.replaceFirst("\\.\\s*$", "");
    }
}
