package io.lepton.registry.storage;

import java.io.FileNotFoundException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A {@link Store} in a local folder, by {@code java.nio} alone. What it writes is forced to the disk. */
public final class LocalStore implements Store {

    private final Path root;

    public LocalStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    @Override
    public List<String> list(String folder) throws IOException {
        try (Stream<Path> entries = Files.list(at(folder))) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException absent) {
            return List.of();
        } catch (UncheckedIOException vanished) {
            throw vanished.getCause();
        }
    }

    @Override
    public List<String> walk(String folder) throws IOException {
        Path top = at(folder);
        if (!Files.exists(top)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(top)) {
            return paths.filter(Files::isRegularFile)
                    .map(file -> top.relativize(file).toString().replace('\\', '/'))
                    .filter(file -> !HadoopStore.isChecksum(file))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException vanished) {
            throw vanished.getCause();
        }
    }

    @Override
    public InputStream open(String file) throws IOException {
        try {
            return Files.newInputStream(at(file));
        } catch (NoSuchFileException absent) {
            throw missing(file, absent);
        }
    }

    @Override
    public Optional<byte[]> read(String file) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(at(file)));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    @Override
    public OutputStream create(String file) throws IOException {
        Path target = at(file);
        Files.createDirectories(target.getParent());
        FileChannel channel = FileChannel.open(
                target, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        return new ForcedOutput(channel);
    }

    @Override
    public boolean putIfAbsent(String file, byte[] content) throws IOException {
        Path target = at(file);
        if (Files.exists(target)) {
            return false;
        }
        Files.createDirectories(target.getParent());
        Path hidden = target.resolveSibling(".put-" + UUID.randomUUID());
        try {
            write(hidden, content);
            return link(hidden, target) || (!Files.exists(target) && createWhole(target, content));
        } finally {
            Files.deleteIfExists(hidden);
        }
    }

    private static boolean link(Path hidden, Path target) throws IOException {
        try {
            Files.createLink(target, hidden);
            return true;
        } catch (UnsupportedOperationException | FileSystemException takenOrNoLinks) {
            return false;
        }
    }

    /** For disks without hard links (exFAT, some network mounts): still exclusive, but a crash may leave half a file. */
    private static boolean createWhole(Path target, byte[] content) throws IOException {
        try {
            write(target, content);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    @Override
    public void delete(String path) throws IOException {
        Path top = at(path);
        if (!Files.exists(top)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(top)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException vanished) {
            throw vanished.getCause();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }

    @Override
    public String address(String path) {
        return "file:" + at(path);
    }

    private Path at(String path) {
        return path.isEmpty() ? root : root.resolve(path);
    }

    private static FileNotFoundException missing(String file, NoSuchFileException cause) {
        FileNotFoundException missing = new FileNotFoundException(file + " does not exist");
        missing.initCause(cause);
        return missing;
    }

    /** Forces the file to the disk before it is closed: a version must not outlive, in a power cut, its own files. */
    private static final class ForcedOutput extends FilterOutputStream {
        private final FileChannel channel;

        ForcedOutput(FileChannel channel) {
            super(Channels.newOutputStream(channel));
            this.channel = channel;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (channel.isOpen()) {
                channel.force(true);
            }
            super.close();
        }
    }
}
