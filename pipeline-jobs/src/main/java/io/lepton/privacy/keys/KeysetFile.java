package io.lepton.privacy.keys;

import io.lepton.error.LeptonException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * A keyset in a file of this machine, which only its owner may read (mode 600).
 *
 * @param kmsKey URI of the key that encrypts the file; empty: the file holds the keys as they are
 */
public record KeysetFile(Path path, Optional<String> kmsKey) {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = PosixFilePermissions.asFileAttribute(
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

    /** @throws LeptonException configuration, if the file cannot be read or holds no keyset */
    public Keyset read() {
        try {
            return KeysetText.read(
                    new KeysetSource(path.toString(), Files.readString(path, StandardCharsets.UTF_8), kmsKey));
        } catch (NoSuchFileException e) {
            throw LeptonException.configuration(
                    "Cannot read the keyset in " + path
                            + ": there is no such file. Check the path, or make a keyset with 'lepton keys create'.",
                    e);
        } catch (IOException e) {
            throw LeptonException.configuration(
                    "Cannot read the keyset in " + path + ": " + said(e) + ". Check the access to it.", e);
        }
    }

    /** @throws LeptonException configuration, if the file exists or cannot be written */
    public void create(Keyset keyset) {
        String text = KeysetText.write(keyset, kmsKey) + "\n";
        try {
            write(path, text);
        } catch (FileAlreadyExistsException e) {
            throw LeptonException.configuration(
                    "Cannot create " + path + ": it exists, and who overwrites keys loses what they protect."
                            + " Name another file, or add a key with 'lepton keys rotate'.",
                    e);
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    /** Puts another keyset in the file's place, at once: after a crash the one or the other is whole. */
    public void replace(Keyset keyset) {
        String text = KeysetText.write(keyset, kmsKey) + "\n";
        Path next = path.resolveSibling(path.getFileName() + ".new");
        try {
            Files.deleteIfExists(next);
            write(next, text);
            Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    private static void write(Path file, String text) throws IOException {
        boolean posix = file.toAbsolutePath()
                .getFileSystem()
                .supportedFileAttributeViews()
                .contains("posix");
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                posix ? new FileAttribute<?>[] {OWNER_ONLY} : new FileAttribute<?>[0]))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private LeptonException unwritten(IOException e) {
        return LeptonException.configuration(
                "Cannot write the keyset to " + path + ": " + said(e)
                        + ". Check that the folder exists and may be written.",
                e);
    }

    private static String said(IOException e) {
        return e instanceof NoSuchFileException
                ? "there is no such folder"
                : e.getClass().getSimpleName();
    }
}
