package io.lepton.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beside Hadoop's own, on the same files. */
class LocalFilesTest {
    private static final URI LOCAL = URI.create("file:///");

    @TempDir
    private java.nio.file.Path folder;

    private Path root;
    private FileSystem ours;
    private FileSystem hadoops;

    @BeforeEach
    void open() throws IOException {
        Configuration configuration = new Configuration();
        hadoops = FileSystem.newInstance(LOCAL, configuration);
        LocalFiles.settings().forEach(configuration::set);
        ours = FileSystem.newInstance(LOCAL, configuration);
        root = new Path(folder.toUri());
        assertThat(ours).isInstanceOf(LocalFiles.class);
        assertThat(hadoops).isExactlyInstanceOf(LocalFileSystem.class);
    }

    private static void write(FileSystem files, Path path) throws IOException {
        try (FSDataOutputStream out = files.create(path)) {
            out.write("some text".getBytes(StandardCharsets.UTF_8));
        }
    }

    private static List<String> told(FileStatus... statuses) {
        return Arrays.stream(statuses)
                .map(status -> String.join(
                        " ",
                        status.getPath().toString(),
                        status.isDirectory() ? "folder" : "file of " + status.getLen(),
                        status.getPermission().toString(),
                        status.getOwner(),
                        status.getGroup(),
                        String.valueOf(status.getModificationTime()),
                        String.valueOf(status.getBlockSize()),
                        String.valueOf(status.isSymlink())))
                .sorted()
                .toList();
    }

    @Test
    void tellsWhatHadoopTells() throws IOException {
        write(ours, new Path(root, "a b/ours"));
        write(hadoops, new Path(root, "a b/hadoops"));
        ours.mkdirs(new Path(root, "a b/c/d"), new FsPermission((short) 0750));
        ours.setPermission(new Path(root, "a b/ours"), new FsPermission((short) 0604));
        ours.setPermission(new Path(root, "a b/c"), new FsPermission((short) 01777));
        Files.createSymbolicLink(folder.resolve("a b/link"), folder.resolve("a b/ours"));

        assertThat(told(ours.listStatus(new Path(root, "a b"))))
                .isEqualTo(told(hadoops.listStatus(new Path(root, "a b"))))
                .hasSize(4);
        for (String name : List.of("a b", "a b/ours", "a b/hadoops", "a b/c/d", "a b/link")) {
            Path path = new Path(root, name);
            assertThat(told(ours.getFileStatus(path))).isEqualTo(told(hadoops.getFileStatus(path)));
            assertThat(told(ours.getFileLinkStatus(path))).isEqualTo(told(hadoops.getFileLinkStatus(path)));
        }
        assertThat(told(ours.getFileStatus(new Path(root, "a b/ours"))).get(0)).contains("file of 9 rw----r--");
    }

    @Test
    void whatIsNotThereIsMissing() {
        Path missing = new Path(root, "missing");

        assertThatThrownBy(() -> ours.getFileStatus(missing))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("File " + missing + " does not exist");
        assertThatThrownBy(() -> ours.getFileLinkStatus(missing)).isInstanceOf(FileNotFoundException.class);
        assertThatThrownBy(() -> ours.setPermission(missing, FsPermission.getDefault()))
                .isInstanceOf(FileNotFoundException.class);
    }

    @Test
    void newFilesHaveHadoopsPermissionsAndChecksums() throws IOException {
        write(ours, new Path(root, "ours"));
        write(hadoops, new Path(root, "hadoops"));

        assertThat(Files.getPosixFilePermissions(folder.resolve("ours")))
                .isEqualTo(Files.getPosixFilePermissions(folder.resolve("hadoops")));
        assertThat(folder.resolve(".ours.crc")).hasSameBinaryContentAs(folder.resolve(".hadoops.crc"));
        Files.writeString(folder.resolve("ours"), "other text");
        assertThatThrownBy(() -> ours.open(new Path(root, "ours")).readAllBytes())
                .hasMessageContaining("Checksum error");
    }

    /** As Delta's log is written: no name is given twice. */
    @Test
    void renamesThroughFileContextWithoutReplacing() throws IOException {
        Configuration configuration = new Configuration();
        LocalFiles.settings().forEach(configuration::set);
        FileContext context = FileContext.getFileContext(LOCAL, configuration);
        for (String name : List.of("first", "second")) {
            context.create(new Path(root, name), EnumSet.of(CreateFlag.CREATE)).close();
        }

        context.rename(new Path(root, "first"), new Path(root, "taken"), Options.Rename.NONE);

        assertThatThrownBy(() -> context.rename(new Path(root, "second"), new Path(root, "taken"), Options.Rename.NONE))
                .isInstanceOf(org.apache.hadoop.fs.FileAlreadyExistsException.class);
        assertThat(folder.resolve("second")).exists();
        assertThat(folder.resolve("first")).doesNotExist();
        assertThat(context.getDefaultFileSystem()).isInstanceOf(LocalFileContext.class);
    }
}
