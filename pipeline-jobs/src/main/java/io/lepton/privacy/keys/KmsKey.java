package io.lepton.privacy.keys;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KmsClient;
import com.google.crypto.tink.KmsClients;
import com.google.crypto.tink.aead.AeadConfig;
import io.lepton.error.LeptonException;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A key that never leaves its key management service, through Tink's own integrations. Their libraries are large, so that they are not
 * part of Lepton: they are looked for by name, as they do not announce themselves, and others by Java's service loader.
 */
final class KmsKey {
    private enum Cloud {
        AWS("aws-kms://", "com.google.crypto.tink.integration.awskms.AwsKmsClient", "tink-awskms"),
        GOOGLE("gcp-kms://", "com.google.crypto.tink.integration.gcpkms.GcpKmsClient", "tink-gcpkms");

        private final String scheme;
        private final String client;
        private final String library;

        Cloud(String scheme, String client, String library) {
            this.scheme = scheme;
            this.client = client;
            this.library = library;
        }
    }

    private KmsKey() {}

    /**
     * Encrypts and decrypts with the key, as the environment's default credentials may.
     *
     * @throws LeptonException configuration, if no library knows the URI or there are no credentials
     */
    static Aead aead(String uri) {
        Optional<Cloud> cloud = Arrays.stream(Cloud.values())
                .filter(each -> uri.startsWith(each.scheme))
                .findFirst();
        KmsClient client = cloud.map(each -> ofCloud(each, uri)).orElseGet(() -> announced(uri));
        try {
            AeadConfig.register();
            return client.withDefaultCredentials().getAead(uri);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw failed(uri, "protect a keyset", e);
        }
    }

    private static KmsClient ofCloud(Cloud cloud, String uri) {
        try {
            return (KmsClient)
                    Class.forName(cloud.client, true, Thread.currentThread().getContextClassLoader())
                            .getDeclaredConstructor()
                            .newInstance();
        } catch (ReflectiveOperationException | LinkageError e) {
            throw LeptonException.configuration(
                    "Cannot use the KMS key " + uri + ": the library com.google.crypto.tink:" + cloud.library
                            + " is not on the class path. Build Lepton with 'mvn -Pkms package', or add its jars to the"
                            + " Spark job.",
                    e);
        }
    }

    private static KmsClient announced(String uri) {
        try {
            return KmsClients.getAutoLoaded(uri);
        } catch (GeneralSecurityException e) {
            throw LeptonException.configuration(
                    "Cannot use the KMS key " + uri + ": its URI should begin with aws-kms:// or gcp-kms://.", e);
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
