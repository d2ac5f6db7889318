package io.lepton.files;

import java.util.Map;
import org.apache.hadoop.fs.LocalFileSystem;

/** Files of this machine with their checksums, as Hadoop's {@code LocalFileSystem}, but quick where small files come and go. */
public final class LocalFiles extends LocalFileSystem {
    /** For Hadoop, which makes one by its name. */
    public LocalFiles() {
        super(new DirectLocalFiles());
    }

    /** Hadoop's settings that put it in the place of its own, by name. */
    public static Map<String, String> settings() {
        return Map.of(
                "fs.file.impl", LocalFiles.class.getName(),
                "fs.AbstractFileSystem.file.impl", LocalFileContext.class.getName());
    }
}
