package io.lepton.registry.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Paths;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Files under one folder of one file system. Every path is relative to that folder, with {@code /} between its parts;
 * {@code ""} is the folder itself. Names that begin with {@code .} are this interface's own and are never listed.
 */
public interface Store {

    /**
     * The store at a place.
     *
     * @param location any Hadoop path; without a scheme it is on the configuration's {@code fs.defaultFS}
     * @throws IOException when the file system is unknown or cannot be reached
     * @throws IllegalArgumentException when the location is no path
     */
    static Store at(Configuration conf, String location) throws IOException {
        Path path = new Path(location);
        String scheme = path.toUri().getScheme();
        boolean local = scheme == null
                ? conf.getTrimmed("fs.defaultFS", "file:///").startsWith("file:")
                : scheme.equals("file");
        return local
                ? new LocalStore(Paths.get(path.toUri().getPath()))
                : new HadoopStore(path.getFileSystem(conf), path);
    }

    /** The names directly in a folder, sorted; none where the folder is absent. One request to the file system. */
    List<String> list(String folder) throws IOException;

    /**
     * Every file below a folder, as paths relative to it, sorted; {@code [""]} when the path is itself a file; none
     * where it is absent. Checksum side files of Hadoop's local file system ({@code .NAME.crc}) are left out.
     */
    List<String> walk(String folder) throws IOException;

    /** Opens a file; {@link java.io.FileNotFoundException} where it is absent. */
    InputStream open(String file) throws IOException;

    /** A small file's content; empty where it is absent. */
    Optional<byte[]> read(String file) throws IOException;

    /** Opens a file for writing, replacing one that is there, making the folders above it. */
    OutputStream create(String file) throws IOException;

    /**
     * Writes a small file unless its name is taken: all of it or nothing, and of several writers exactly one succeeds.
     * The package page says what each file system promises.
     *
     * @return whether this call wrote it
     */
    boolean putIfAbsent(String file, byte[] content) throws IOException;

    /** Removes a file or a folder and all below it; nothing happens where it is absent. */
    void delete(String path) throws IOException;

    /** The full address of a path, as Spark and Hadoop take it. */
    String address(String path);
}
