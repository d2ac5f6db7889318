package io.lepton.privacy.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import io.lepton.error.ExitCode;
import io.lepton.error.LeptonException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeysetTest {
    private static final Pattern KEY_VALUE = Pattern.compile("\"value\":\\s*\"([^\"]+)\"");

    @TempDir
    private Path folder;

    private KeysetFile file() {
        return new KeysetFile(folder.resolve("keys.json"), Optional.empty());
    }

    private static Keyset read(String text) {
        return KeysetText.read(new KeysetSource("LEPTON_KEYSET", text, Optional.empty()));
    }

    /** Values computed with Python: cryptography's AESSIV, and hmac. */
    @Test
    void derivesSubkeysThatOthersCanCompute() {
        assertThat(HexFormat.of()
                        .formatHex(FixedKeys.reversible().subkey("hmac/default").reveal()))
                .isEqualTo("669fb194c94172ba9101c45e681fc7139169fd671d61ffb27e3c180ee345efdc");
        assertThat(HexFormat.of()
                        .formatHex(FixedKeys.oneWay().subkey("hmac/default").reveal()))
                .isEqualTo("6a8b322bc622c7710aa1f3f02517565a42377107386f1c015c06f7a90c3274e3");
    }

    @ParameterizedTest
    @EnumSource(names = "FILES", mode = EnumSource.Mode.EXCLUDE)
    void comesBackFromItsFileWhichOnlyItsOwnerMayRead(KeyType type) throws IOException {
        Keyset keyset = Keyset.create(type);

        file().create(keyset);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().path())))
                .isEqualTo("rw-------");
        assertThat(file().read().keys()).isEqualTo(keyset.keys());
        assertThat(file().read().subkey("x").reveal())
                .isEqualTo(keyset.subkey("x").reveal());
    }

    @Test
    void keepsOldKeysWhenItIsRotated() throws IOException {
        Keyset first = Keyset.create(KeyType.REVERSIBLE);
        file().create(first);

        file().replace(file().read().rotated());

        Keyset rotated = file().read();
        assertThat(rotated.keys()).hasSize(2);
        assertThat(rotated.keys().stream().map(KeyFacts::primary)).containsExactly(false, true);
        assertThat(rotated.primaryId()).isNotEqualTo(first.primaryId());
        assertThat(rotated.subkey("x", first.primaryId()).reveal())
                .isEqualTo(first.subkey("x").reveal());
        assertThat(rotated.subkey("x").reveal()).isNotEqualTo(first.subkey("x").reveal());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file().path())))
                .isEqualTo("rw-------");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file().path());
        }
    }

    @Test
    void neverOverwritesKeys() {
        file().create(Keyset.create(KeyType.REVERSIBLE));

        assertThatThrownBy(() -> file().create(Keyset.create(KeyType.REVERSIBLE)))
                .isInstanceOfSatisfying(
                        LeptonException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
                .hasMessage("Cannot create " + file().path()
                        + ": it exists, and who overwrites keys loses what they protect."
                        + " Name another file, or add a key with 'lepton keys rotate'.");
    }

    @Test
    void readsJsonAndItsBase64FromAVariable() {
        Keyset keyset = Keyset.create(KeyType.ONE_WAY);
        String json = KeysetText.write(keyset, Optional.empty());
        String base64 = Base64.getMimeEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));

        assertThat(read("\n " + json).keys()).isEqualTo(keyset.keys());
        assertThat(read(base64).keys()).isEqualTo(keyset.keys());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"primaryKeyId\": 7, \"s3cr3t\": ", "{}", "czNjcjN0", "s3cr3t!", ""})
    void saysWhatIsNoKeysetWithoutShowingIt(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(LeptonException.class)
                .hasNoCause()
                .hasMessageStartingWith("Cannot read the keyset in LEPTON_KEYSET: it is ")
                .hasMessageEndingWith("Make one with 'lepton keys create FILE'.")
                .message()
                .doesNotContain("s3cr3t", "czNjcjN0");
    }

    @Test
    void refusesToProtectColumnsWithKeysOfFiles() {
        assertThatThrownBy(() -> Keyset.create(KeyType.FILES).subkey("x"))
                .isInstanceOf(LeptonException.class)
                .hasMessageStartingWith("Cannot protect columns with this keyset: its keys encrypt files.");
    }

    /** Tink's template AES128_CTR_HMAC_SHA256, a key of which is for nothing here. */
    @Test
    void refusesKeysOfOtherKinds() throws Exception {
        AeadConfig.register();
        String json = TinkJsonProtoKeysetFormat.serializeKeyset(
                KeysetHandle.generateNew(PredefinedAeadParameters.AES128_CTR_HMAC_SHA256),
                InsecureSecretKeyAccess.get());

        assertThatThrownBy(() -> read(json))
                .hasMessageContaining(
                        "it must hold keys of one type, either AES-SIV (reversible) or HMAC-PRF (one-way)");
    }

    @Test
    void saysThatAFileOrAKeyIsMissing() {
        assertThatThrownBy(() -> file().read())
                .hasMessage("Cannot read the keyset in " + file().path()
                        + ": there is no such file. Check the path, or make a keyset with 'lepton keys create'.");
        assertThatThrownBy(() -> new KeysetFile(folder.resolve("none/keys.json"), Optional.empty())
                        .create(Keyset.create(KeyType.ONE_WAY)))
                .hasMessageContaining("there is no such folder. Check that the folder exists and may be written.");
        assertThatThrownBy(() -> FixedKeys.reversible().subkey("x", 5))
                .hasMessage("Cannot use key 5: the keyset has no such key. 'lepton keys list' shows those it has.");
    }

    @Test
    void isEncryptedByAKeyOfAKms() throws IOException {
        KeysetFile encrypted = new KeysetFile(folder.resolve("e.json"), Optional.of("test-kms://one"));
        Keyset keyset = Keyset.create(KeyType.REVERSIBLE);

        encrypted.create(keyset);

        assertThat(encrypted.read().keys()).isEqualTo(keyset.keys());
        assertThat(Files.readString(encrypted.path()))
                .contains("encryptedKeyset")
                .doesNotContain("\"key\"");
        assertThatThrownBy(() -> new KeysetFile(encrypted.path(), Optional.empty()).read())
                .hasMessageContaining("it is encrypted. Name the key of your KMS that opens it (kms-key, --kms-key).");
        assertThatThrownBy(() -> new KeysetFile(encrypted.path(), Optional.of("test-kms://two")).read())
                .hasMessageStartingWith("Cannot use the KMS key test-kms://two to decrypt the keyset in ")
                .hasMessageEndingWith("Check the URI, the credentials of this machine, and that they may use the key.");
        assertThatThrownBy(() -> new KeysetFile(encrypted.path(), Optional.of("test-kms://forbidden")).read())
                .hasMessageContaining("AccessDenied: you may not use this key. Check the URI");
    }

    @Test
    void namesTheLibraryThatAKmsNeeds() {
        KeysetSource aws = new KeysetSource("f", "{\"encryptedKeyset\":\"\"}", Optional.of("aws-kms://arn:aws:kms:x"));
        KeysetSource other = new KeysetSource("f", "{\"encryptedKeyset\":\"\"}", Optional.of("vault://x"));

        assertThatThrownBy(() -> KeysetText.read(aws))
                .hasMessage(
                        "Cannot use the KMS key aws-kms://arn:aws:kms:x: the library com.google.crypto.tink:tink-awskms"
                                + " is not on the class path. Build Lepton with 'mvn -Pkms package', or add its jars to the Spark job.");
        assertThatThrownBy(() -> KeysetText.read(other))
                .hasMessageContaining("its URI should begin with aws-kms:// or gcp-kms://.");
    }

    @Test
    void travelsToOtherProcessesAndShowsNothing() throws Exception {
        Keyset keyset = Keyset.create(KeyType.REVERSIBLE);
        String json = KeysetText.write(keyset, Optional.empty());
        Matcher value = KEY_VALUE.matcher(json);
        assertThat(value.find()).isTrue();

        Keyset copy = copied(keyset);

        assertThat(copy.keys()).isEqualTo(keyset.keys());
        assertThat(copy.subkey("x").reveal()).isEqualTo(keyset.subkey("x").reveal());
        assertThat(List.of(keyset, keyset.subkey("x"), keyset.keys(), new KeysetSource("V", json, Optional.empty()))
                        .toString())
                .doesNotContain(value.group(1));
    }

    @SuppressWarnings("BanSerializableRead")
    private static Keyset copied(Keyset keyset) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(keyset);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (Keyset) in.readObject();
        }
    }
}
