package io.lepton.privacy.encryption;

import com.google.crypto.tink.Aead;
import io.lepton.error.LeptonException;
import io.lepton.privacy.keys.KeyFacts;
import io.lepton.privacy.keys.KeyType;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.KeysetText;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.crypto.EncryptionPropertiesFactory;
import org.apache.parquet.crypto.keytools.KeyToolkit;

/**
 * The master keys of the files of some tables.
 *
 * @param footer of footers, and of columns without a keyset of their own
 * @param columns keysets by column, wherever a file has such a column
 */
public record FileKeys(Keyset footer, Map<String, Keyset> columns) {
    private static final byte[] NOTHING = {};

    /** @throws LeptonException configuration, if keys of another type are given */
    public FileKeys {
        columns = Collections.unmodifiableMap(new TreeMap<>(columns));
        require("encryption.keyset", footer);
        columns.forEach((column, keyset) -> require("encryption.columns." + column, keyset));
    }

    private static void require(String option, Keyset keyset) {
        if (keyset.type() != KeyType.FILES) {
            throw LeptonException.configuration("Cannot encrypt files: the keyset of " + option + " holds "
                    + keyset.type().word() + " keys. Make one with 'lepton keys create FILE --type files'.");
        }
    }

    /**
     * Settings for a session, or for Hadoop's configuration, with which the Parquet files of the tables are encrypted when they are
     * written, and decrypted wherever they are.
     *
     * @param tables Hadoop paths; {@code *} in one stands for any part of a name
     */
    public Map<String, String> settings(List<String> tables) {
        Map<String, String> settings = new HashMap<>();
        settings.put(EncryptionPropertiesFactory.CRYPTO_FACTORY_CLASS_PROPERTY_NAME, LakeCryptoFactory.class.getName());
        settings.put(KeyToolkit.KMS_CLIENT_CLASS_PROPERTY_NAME, TinkKmsClient.class.getName());
        // Parquet keeps clients by this name for minutes: other keys need another one.
        settings.put(KeyToolkit.KMS_INSTANCE_ID_PROPERTY_NAME, "lepton-" + allIds());
        // Wrapping is local, so that keys in between would save nothing.
        settings.put(KeyToolkit.DOUBLE_WRAPPING_PROPERTY_NAME, "false");
        settings.put(KeyToolkit.DATA_KEY_LENGTH_PROPERTY_NAME, "256");
        settings.put(
                LakeCryptoFactory.FOLDERS,
                tables.stream()
                        .map(table -> Path.getPathWithoutSchemeAndAuthority(new Path(table))
                                .toString())
                        .collect(Collectors.joining("\n")));
        settings.put(LakeCryptoFactory.COLUMNS, String.join("\n", columns.keySet()));
        settings.put(TinkKmsClient.KEYSET + LakeCryptoFactory.FOOTER, KeysetText.write(footer, Optional.empty()));
        columns.forEach((column, keyset) -> settings.put(
                TinkKmsClient.KEYSET + LakeCryptoFactory.master(column), KeysetText.write(keyset, Optional.empty())));
        return settings;
    }

    /** The ids of the keys that wrap what is new: {@code footer=1,column/x=2}. */
    public String newest() {
        Map<String, Long> ids = new TreeMap<>();
        ids.put(LakeCryptoFactory.FOOTER, footer.primaryId());
        columns.forEach((column, keyset) -> ids.put(LakeCryptoFactory.master(column), keyset.primaryId()));
        return ids.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
    }

    /** A text that only who has the footer's key opens. */
    public String seal(String table) {
        try {
            return Base64.getEncoder().encodeToString(footer.aead().encrypt(NOTHING, associated(table)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a keyset that encrypts nothing", e);
        }
    }

    public boolean opens(String seal, String table) {
        try {
            Aead cipher = footer.aead();
            cipher.decrypt(Base64.getDecoder().decode(seal), associated(table));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }

    private static byte[] associated(String table) {
        return ("lepton/table/" + table).getBytes(StandardCharsets.UTF_8);
    }

    private String allIds() {
        return Stream.concat(Stream.of(footer), columns.values().stream())
                .flatMap(keyset -> keyset.keys().stream())
                .map(KeyFacts::id)
                .map(String::valueOf)
                .collect(Collectors.joining("-"));
    }

    @Override
    public String toString() {
        return "FileKeys[" + newest() + "]";
    }
}
