package io.lepton.registry;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.apache.hadoop.fs.Path;

/** A file, or a folder of files, to be stored with a version. */
public sealed interface ModelFile {

    /** Its path within the version, with {@code /} between parts. */
    String name();

    /** Content held in memory. */
    record Content(String name, byte[] bytes) implements ModelFile {
        public Content {
            Objects.requireNonNull(name, "name");
            bytes = bytes.clone();
        }

        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /** A file or folder on any Hadoop file system; a folder's files keep their paths below {@code name}. */
    record Copy(String name, Path source) implements ModelFile {
        public Copy {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(source, "source");
        }
    }

    static ModelFile of(String name, byte[] content) {
        return new Content(name, content);
    }

    static ModelFile of(String name, String text) {
        return new Content(name, text.getBytes(StandardCharsets.UTF_8));
    }

    static ModelFile of(String name, Path source) {
        return new Copy(name, source);
    }

    static ModelFile of(String name, java.nio.file.Path source) {
        return new Copy(
                name, new Path("file", null, source.toAbsolutePath().normalize().toString()));
    }
}
