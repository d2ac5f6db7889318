package io.lepton.registry.storage;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** A {@link Store} on a Hadoop file system: HDFS, S3, Azure, Google Cloud Storage and so on. */
public final class HadoopStore implements Store {

    private static final Set<String> RENAMES_WITHOUT_OVERWRITING =
            Set.of("hdfs", "webhdfs", "swebhdfs", "viewfs", "abfs", "abfss");

    private final FileSystem files;
    private final Path root;
    private final boolean renames;

    public HadoopStore(FileSystem files, Path root) {
        this.files = files;
        this.root = files.makeQualified(root);
        this.renames = RENAMES_WITHOUT_OVERWRITING.contains(
                this.root.toUri().getScheme().toLowerCase(Locale.ROOT));
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try {
            return Stream.of(files.listStatus(at(folder)))
                    .map(status -> status.getPath().getName())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (FileNotFoundException absent) {
            return List.of();
        }
    }

    @Override
    public List<String> walk(String folder) throws IOException {
        Path top = at(folder);
        String prefix = top.toUri().getPath();
        List<String> found = new ArrayList<>();
        try {
            RemoteIterator<LocatedFileStatus> below = files.listFiles(top, true);
            while (below.hasNext()) {
                String path = below.next().getPath().toUri().getPath();
                String relative = path.equals(prefix) ? "" : path.substring(prefix.length() + 1);
                if (!isChecksum(relative)) {
                    found.add(relative);
                }
            }
        } catch (FileNotFoundException absent) {
            return List.of();
        }
        Collections.sort(found);
        return found;
    }

    @Override
    public InputStream open(String file) throws IOException {
        return files.open(at(file));
    }

    @Override
    public Optional<byte[]> read(String file) throws IOException {
        try (InputStream in = open(file)) {
            return Optional.of(in.readAllBytes());
        } catch (FileNotFoundException absent) {
            return Optional.empty();
        }
    }

    @Override
    public OutputStream create(String file) throws IOException {
        return files.create(at(file), true);
    }

    @Override
    public boolean putIfAbsent(String file, byte[] content) throws IOException {
        if (files.exists(at(file))) {
            return false;
        }
        try {
            return renames ? putByRename(file, content) : putByCreate(file, content);
        } catch (IOException unclear) {
            // The answer may have been lost on its way back, or the name was taken meanwhile: what lies there decides.
            Optional<byte[]> there = read(file);
            if (there.isEmpty()) {
                throw unclear;
            }
            return Arrays.equals(there.get(), content);
        }
    }

    private boolean putByRename(String file, byte[] content) throws IOException {
        Path target = at(file);
        Path hidden = new Path(target.getParent(), ".put-" + UUID.randomUUID());
        try (FSDataOutputStream out = files.create(hidden, false)) {
            out.write(content);
        }
        boolean renamed = false;
        try {
            renamed = files.rename(hidden, target);
        } finally {
            if (!renamed) {
                files.delete(hidden, false);
            }
        }
        if (!renamed && !files.exists(target)) {
            throw new IOException("could not rename " + hidden + " to " + target);
        }
        return renamed;
    }

    private boolean putByCreate(String file, byte[] content) throws IOException {
        FSDataOutputStreamBuilder<?, ?> creation = files.createFile(at(file));
        // The option is known to S3A from Hadoop 3.4.2 on and ignored by everything else.
        creation.recursive().overwrite(false).opt("fs.option.create.conditional.overwrite", true);
        try (FSDataOutputStream out = creation.build()) {
            out.write(content);
        }
        return true;
    }

    @Override
    public void delete(String path) throws IOException {
        files.delete(at(path), true);
    }

    @Override
    public String address(String path) {
        return at(path).toString();
    }

    private Path at(String path) {
        return path.isEmpty() ? root : new Path(root, path);
    }

    /** Whether a path is a checksum side file of Hadoop's local file system. */
    static boolean isChecksum(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.startsWith(".") && name.endsWith(".crc");
    }
}
