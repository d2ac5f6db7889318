package io.lepton.cli;

import io.lepton.error.LeptonException;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.KeysetFile;
import io.lepton.privacy.keys.KeysetSource;
import io.lepton.privacy.keys.KeysetText;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a command finds its keyset. */
final class KeysetOptions {
    @Option(names = "--keyset", paramLabel = "FILE", description = "The keyset that made the tokens.")
    private Optional<Path> file;

    @Option(
            names = "--keyset-env",
            paramLabel = "NAME",
            description = "Environment variable that holds the keyset's JSON, or its base64.")
    private Optional<String> variable;

    @Option(
            names = "--kms-key",
            paramLabel = "URI",
            description = "Key of a KMS that encrypts the keyset: aws-kms://… or gcp-kms://…")
    private Optional<String> kmsKey;

    /** @throws LeptonException configuration, if none or two are named, or it cannot be read */
    Keyset keyset() {
        if (file.isPresent() == variable.isPresent()) {
            throw LeptonException.configuration(
                    "Cannot find the keyset: name it with either --keyset FILE or --keyset-env NAME.");
        }
        return file.map(path -> new KeysetFile(path, kmsKey).read())
                .orElseGet(() -> fromVariable(variable.orElseThrow()));
    }

    private Keyset fromVariable(String name) {
        String text = System.getenv(name);
        if (text == null || text.isBlank()) {
            throw LeptonException.configuration("Cannot find the keyset: the environment variable " + name
                    + " is not set. Set it to the JSON of a keyset.");
        }
        return KeysetText.read(new KeysetSource("$" + name, text, kmsKey));
    }
}
