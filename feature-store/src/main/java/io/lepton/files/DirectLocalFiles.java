package io.lepton.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * Hadoop's local files. Where its native library is missing, as it mostly is, Hadoop runs {@code chmod} for each file that it makes,
 * {@code readlink} four times for each that it renames and {@code ls} for permissions: some 500 processes in a run of a small pipeline
 * (counted). Java can ask the operating system itself.
 */
final class DirectLocalFiles extends RawLocalFileSystem {
    private static final String ATTRIBUTES = "unix:mode,isDirectory,size,lastModifiedTime,lastAccessTime,owner,group";

    /** Of a mode: who may do what, and the sticky bit. */
    private static final int PERMISSIONS = 01777;

    @Override
    public FileStatus getFileStatus(Path path) throws IOException {
        java.nio.file.Path file = pathToFile(path).toPath();
        try {
            Map<String, Object> attributes = Files.readAttributes(file, ATTRIBUTES);
            boolean isDirectory = (boolean) attributes.get("isDirectory");
            return new FileStatus(
                    (long) attributes.get("size"),
                    isDirectory,
                    1,
                    getDefaultBlockSize(path),
                    ((FileTime) attributes.get("lastModifiedTime")).toMillis(),
                    ((FileTime) attributes.get("lastAccessTime")).toMillis(),
                    new FsPermission((short) ((int) attributes.get("mode") & PERMISSIONS)),
                    attributes.get("owner").toString(),
                    attributes.get("group").toString(),
                    new Path(file.toString()).makeQualified(getUri(), getWorkingDirectory()));
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        } catch (UnsupportedOperationException | IllegalArgumentException notUnix) {
            return super.getFileStatus(path);
        }
    }

    @Override
    public FileStatus getFileLinkStatus(Path path) throws IOException {
        java.nio.file.Path file = pathToFile(path).toPath();
        if (Files.isSymbolicLink(file)) {
            return super.getFileLinkStatus(path);
        }
        return getFileStatus(path);
    }

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
        java.nio.file.Path file = pathToFile(path).toPath();
        if (permission.getStickyBit()) {
            // Java has no word for it.
            super.setPermission(path, permission);
            return;
        }
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString(permission.getUserAction().SYMBOL
                + permission.getGroupAction().SYMBOL
                + permission.getOtherAction().SYMBOL);
        try {
            Files.setPosixFilePermissions(file, permissions);
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        } catch (UnsupportedOperationException noPosix) {
            super.setPermission(path, permission);
        }
    }

    private static FileNotFoundException missing(Path path, NoSuchFileException cause) {
        FileNotFoundException missing = new FileNotFoundException("File " + path + " does not exist");
        missing.initCause(cause);
        return missing;
    }
}
