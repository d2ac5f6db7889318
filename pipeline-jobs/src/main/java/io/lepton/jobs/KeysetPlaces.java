package io.lepton.jobs;

import io.lepton.config.Anonymize;
import io.lepton.error.LeptonException;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.keys.KeysetSource;
import io.lepton.privacy.keys.KeysetText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;

/** Reads the keysets that a pipeline file names, from any Hadoop path or from the file's own variables. */
record KeysetPlaces(RunContext context) {

    Keyset read(Anonymize.KeysetPlace place) {
        KeysetSource source = place.file()
                .map(file -> new KeysetSource(file, text(context.resolve(file)), place.kmsKey()))
                .orElseGet(() -> new KeysetSource(
                        "keyset.value", place.value().orElseThrow().reveal(), place.kmsKey()));
        return KeysetText.read(source);
    }

    private String text(String file) {
        Path path = new Path(file);
        try (InputStream in = path.getFileSystem(context.spark().sparkContext().hadoopConfiguration())
                .open(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw LeptonException.configuration(
                    "Cannot read the keyset in " + file + ": " + e.getMessage()
                            + ". Check the path and the access to it, or make a keyset with 'lepton keys create'.",
                    e);
        }
    }
}
