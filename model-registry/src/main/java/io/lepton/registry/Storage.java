package io.lepton.registry;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Files of the registry: lists, copies with a checksum, and JSON documents that are written whole and only if absent. */
final class Storage {
    private final FileSystem fileSystem;
    private final Path root;
    private final ObjectMapper json = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    Storage(Configuration configuration, String root) {
        Path given = new Path(root);
        try {
            FileSystem found = given.getFileSystem(configuration);
            // Checksum files beside each file would be one more thing to list and copy; versions carry SHA-256.
            this.fileSystem = found instanceof LocalFileSystem local ? local.getRawFileSystem() : found;
            this.root = fileSystem.makeQualified(given);
        } catch (IOException | RuntimeException e) {
            throw new RegistryException("Cannot reach the registry at " + root + ": " + e.getMessage(), e);
        }
    }

    Path path(String... parts) {
        return new Path(root, String.join("/", parts));
    }

    /** Names in a folder, sorted; none if there is no such folder. */
    List<String> list(Path folder) {
        try {
            return Arrays.stream(fileSystem.listStatus(folder))
                    .map(FileStatus::getPath)
                    .map(Path::getName)
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw failed("list", folder, e);
        }
    }

    <T> T read(Path file, Class<T> type) {
        try (InputStream in = fileSystem.open(file)) {
            return json.readValue(in, type);
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    /** Publishes a whole document under a name that nobody has taken; false if it is taken. */
    boolean putIfAbsent(Path file, Object document) {
        Path draft = new Path(file.getParent(), "." + file.getName() + "." + UUID.randomUUID());
        try {
            fileSystem.mkdirs(file.getParent());
            try (OutputStream out = fileSystem.create(draft, true)) {
                out.write(json.writeValueAsBytes(document));
            }
            try {
                return publish(draft, file);
            } finally {
                fileSystem.delete(draft, false);
            }
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    private boolean publish(Path draft, Path file) throws IOException {
        if (!"file".equals(fileSystem.getUri().getScheme())) {
            // Hadoop file systems refuse to rename onto a file that exists.
            return !fileSystem.exists(file) && fileSystem.rename(draft, file);
        }
        try {
            // The local rename overwrites; a hard link does not.
            Files.createLink(
                    Paths.get(file.toUri().getPath()), Paths.get(draft.toUri().getPath()));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Copies a file from wherever it is, and tells its size and checksum. */
    FileEntry copy(Path source, Configuration configuration, Path folder, String name) {
        MessageDigest digest = sha256();
        Path target = new Path(folder, name);
        try (InputStream in = source.getFileSystem(configuration).open(source);
                OutputStream out = new DigestOutputStream(fileSystem.create(target, true), digest)) {
            long size = in.transferTo(out);
            return new FileEntry(name, size, HexFormat.of().formatHex(digest.digest()));
        } catch (IOException e) {
            throw failed("copy " + source + " to", target, e);
        }
    }

    String checksum(Path file) {
        MessageDigest digest = sha256();
        try (InputStream in = fileSystem.open(file)) {
            in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
            return HexFormat.of().formatHex(digest.digest());
        } catch (FileNotFoundException e) {
            return "absent";
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    void delete(Path folder) {
        try {
            fileSystem.delete(folder, true);
        } catch (IOException e) {
            throw failed("delete", folder, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RegistryException failed(String what, Path path, IOException cause) {
        return new RegistryException("Cannot " + what + " " + path + ": " + cause.getMessage(), cause);
    }
}
