package io.lepton.cli;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.privacy.keys.KeyFacts;
import io.lepton.privacy.keys.KeyType;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.KeysetFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code lepton keys …}: makes keysets, adds keys to them and lists them. Never prints a key. Starts no Spark. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Create, rotate and list the keys of pseudonyms, date shifts and noise.")
final class KeysCommand implements Runnable {
    @Option(
            names = "--kms-key",
            paramLabel = "URI",
            scope = ScopeType.INHERIT,
            description = "Key of a KMS that encrypts the file: aws-kms://… or gcp-kms://…")
    private Optional<String> kmsKey;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(description = "A new file with one key, which only you may read.", mixinStandardHelpOptions = true)
    void create(
            @Parameters(paramLabel = "FILE", description = "Where the keyset is written; nothing is overwritten.")
                    Path path,
            @Option(
                            names = "--type",
                            defaultValue = "reversible",
                            description =
                                    "reversible: 'lepton reidentify' can read its tokens (default); one-way: nobody can.")
                    String type) {
        List<String> words = Arrays.stream(KeyType.values()).map(KeyType::word).toList();
        KeyType known = KeyType.of(type)
                .orElseThrow(() -> LeptonException.configuration("Cannot create keys of type '" + type
                        + "': it is none of " + String.join(", ", words) + "." + Suggestion.didYouMean(type, words)));
        KeysetFile file = new KeysetFile(path, kmsKey);
        Keyset keyset = Keyset.create(known);
        file.create(keyset);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Wrote " + path + " with " + known.word() + " key " + keyset.primaryId() + " (" + known.algorithm()
                + "). Keep a copy in a safe place: without it no token can be made again or read.");
        if (kmsKey.isEmpty()) {
            out.println(
                    "The file holds the key as it is; whoever reads it can undo the pseudonyms. --kms-key encrypts it.");
        }
        out.println("In the pipeline file: anonymize: {keyset: " + path + "}");
        out.flush();
    }

    @Command(
            description = "Add a key for new tokens; the old ones go on reading theirs.",
            mixinStandardHelpOptions = true)
    void rotate(@Parameters(paramLabel = "FILE", description = "The keyset.") Path path) {
        KeysetFile file = new KeysetFile(path, kmsKey);
        Keyset rotated = file.read().rotated();
        file.replace(rotated);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Key " + rotated.primaryId() + " of " + path + " makes new tokens from now on; "
                + (rotated.keys().size() - 1) + " older "
                + (rotated.keys().size() == 2 ? "key goes" : "keys go") + " on reading theirs.");
        out.println(
                "A person's token is another one now: run the stage 'anonymize' again for all tables that are joined"
                        + " by it.");
        out.flush();
    }

    @Command(description = "The keys of a file: ids and types only.", mixinStandardHelpOptions = true)
    void list(@Parameters(paramLabel = "FILE", description = "The keyset.") Path path) {
        List<KeyFacts> keys = new KeysetFile(path, kmsKey).read().keys();
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, "%-12s %-12s %s", "KEY", "TYPE", "USE"));
        for (KeyFacts key : keys) {
            String use = !key.enabled() ? "disabled" : key.primary() ? "makes new tokens" : "reads old tokens";
            out.println(String.format(
                    Locale.ROOT, "%-12d %-12s %s", key.id(), key.type().word(), use));
        }
        out.flush();
    }
}
