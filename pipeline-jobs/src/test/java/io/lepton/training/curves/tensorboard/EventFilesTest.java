package io.lepton.training.curves.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lepton.training.curves.CurvePoint;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFilesTest {
    /** The same three events, written by tensorboard 2.21.0: summary.writer.record_writer.RecordWriter, compat.proto.event_pb2.Event. */
    private static final String BY_TENSORBOARD =
            "1800000000000000a37f4b2209000000000000f83f1a0d627261696e2e4576656e743a322a28646c"
                    + "100000000000000095fbfe1809000000000000f83f10ac023a020801713b788a"
                    + "3c00000000000000c8b7a35209000000000000f83f10ac022a2e0a140a0d6c6f73732f747261696e696e67150000803e"
                    + "0a160a0f6c6f73732f76616c69646174696f6e150000003fef8ef68b";

    @TempDir
    private Path folder;

    @Test
    void writesTheBytesThatTensorBoardWrites() throws IOException {
        try (EventFiles files = new EventFiles(new Configuration(), folder.toString())) {
            files.add(new CurvePoint("all rows", 300, 400, 1500, Map.of("loss/training", .25, "loss/validation", .5)));
        }

        assertThat(written()).singleElement().satisfies(file -> assertThat(
                        HexFormat.of().formatHex(Files.readAllBytes(file)))
                .isEqualTo(BY_TENSORBOARD));
    }

    @Test
    void aPointIsThereBeforeTheNext() throws IOException {
        try (EventFiles files = new EventFiles(new Configuration(), folder.toString())) {
            files.add(point(1, 0));
            long first = Files.size(written().get(0));
            files.add(point(2, 0));

            assertThat(Files.size(written().get(0))).isGreaterThan(first);
            assertThat(first).isPositive();
        }
    }

    @Test
    void whereFilesShowOnlyOnceTheyAreClosedANewOneBeginsEveryHalfAMinute() throws IOException {
        Configuration store = new Configuration();
        store.setClass("fs.store.impl", ObjectStore.class, org.apache.hadoop.fs.FileSystem.class);
        try (EventFiles files = new EventFiles(store, "store:" + folder)) {
            for (int step = 1; step <= 5; step++) {
                files.add(point(step, 15_000L * step));
            }

            assertThat(written()).hasSize(2);
        }
    }

    @Test
    void givesBackTheStepsOfAttemptsThatWereCutOff() throws IOException {
        try (EventFiles first = new EventFiles(new Configuration(), folder.toString())) {
            for (int step = 1; step <= 5; step++) {
                first.add(point(step, 100L * step));
            }
        }
        // Killed in the middle of a record.
        Path file = written().get(0);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) - 7));
        try (EventFiles second = new EventFiles(new Configuration(), folder.toString())) {
            assertThat(second.stepsBefore(point(3, 0))).containsExactly(point(1, 100), point(2, 200));
            second.add(point(3, 3000));
        }

        try (EventFiles third = new EventFiles(new Configuration(), folder.toString())) {
            assertThat(third.stepsBefore(point(9, 0))).containsExactly(point(1, 100), point(2, 200), point(3, 3000));
            assertThat(third.stepsBefore(point(1, 0))).isEmpty();
        }
    }

    @Test
    void saysWhereItCannotWrite() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        try (EventFiles files = new EventFiles(new Configuration(), file.toString())) {
            assertThatThrownBy(() -> files.add(point(1, 0)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Cannot write learning curves to " + file);
        }
    }

    private static CurvePoint point(int step, long millis) {
        return new CurvePoint("all rows", step, 9, millis, Map.of("loss/training", step / 8.0));
    }

    private List<Path> written() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** Local files whose streams can't be flushed. */
    public static final class ObjectStore extends RawLocalFileSystem {
        @Override
        public String getScheme() {
            return "store";
        }

        @Override
        public java.net.URI getUri() {
            return java.net.URI.create("store:///");
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                FsPermission permission,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
            return create(file, overwrite, bufferSize, replication, blockSize, progress);
        }

        @Override
        public FSDataOutputStream create(
                org.apache.hadoop.fs.Path file,
                boolean overwrite,
                int bufferSize,
                short replication,
                long blockSize,
                Progressable progress)
                throws IOException {
            return new FSDataOutputStream(new FileOutputStream(pathToFile(file)), statistics);
        }
    }
}
