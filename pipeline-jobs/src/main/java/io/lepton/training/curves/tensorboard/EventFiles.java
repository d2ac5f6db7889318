package io.lepton.training.curves.tensorboard;

import io.lepton.training.curves.CurvePoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * Writes one curve to a folder of any Hadoop file system, for TensorBoard to read meanwhile: a point is there when {@link #add} returns.
 * Object stores show a file only once it is closed: there, a new file begins every half a minute. Steps that are taken again, when a run
 * is continued, take the place of those in the folder.
 */
public final class EventFiles implements AutoCloseable {
    private static final String PREFIX = "events.out.tfevents.";
    private static final long LONGEST_UNSEEN_MILLIS = 30_000;

    private final FileSystem files;
    private final Path folder;
    private Optional<FSDataOutputStream> open = Optional.empty();
    private long openedMillis;

    /** @throws UncheckedIOException when there is no such file system */
    public EventFiles(Configuration hadoop, String folder) {
        this.folder = new Path(folder);
        try {
            FileSystem found = this.folder.getFileSystem(hadoop);
            // Files of checksums hold points back, and TensorBoard takes them for events.
            this.files = found instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : found;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write learning curves to " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * The steps before one, in single precision, that an earlier attempt at the run left in the folder: what a training that goes on from
     * a checkpoint does not take again.
     *
     * @param first the first point of this attempt
     * @throws UncheckedIOException when they can't be read
     */
    public List<CurvePoint> stepsBefore(CurvePoint first) {
        PastSteps past = new PastSteps(first.curve(), first.steps());
        try {
            for (Path file : written()) {
                try (FSDataInputStream in = files.open(file)) {
                    Optional<byte[]> event = Framing.next(in);
                    while (event.isPresent()) {
                        past.add(event.get());
                        event = Framing.next(in);
                    }
                }
            }
            return past.before(first.step());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read learning curves in " + folder + ": " + e.getMessage(), e);
        }
    }

    /** In the order in which they were written. */
    private List<Path> written() throws IOException {
        if (!files.exists(folder)) {
            return List.of();
        }
        return Arrays.stream(files.listStatus(folder, file -> file.getName().startsWith(PREFIX)))
                .map(FileStatus::getPath)
                .sorted()
                .toList();
    }

    /** @throws UncheckedIOException when it can't be written */
    public void add(CurvePoint point) {
        try {
            FSDataOutputStream out = open.isPresent() ? open.get() : begun(point);
            out.write(Framing.framed(Event.scalars(point)));
            if (out.hasCapability(StreamCapabilities.HFLUSH)) {
                out.hflush();
            } else if (point.millis() - openedMillis >= LONGEST_UNSEEN_MILLIS) {
                end();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write learning curves to " + folder + ": " + e.getMessage(), e);
        }
    }

    private FSDataOutputStream begun(CurvePoint first) throws IOException {
        FSDataOutputStream out = files.create(unused(System.currentTimeMillis()), false);
        open = Optional.of(out);
        openedMillis = first.millis();
        out.write(Framing.framed(Event.version(first.millis())));
        out.write(Framing.framed(Event.start(first.millis(), first.step())));
        return out;
    }

    /** TensorBoard reads the files of a folder in the order of their names. */
    private Path unused(long millis) throws IOException {
        Path file = new Path(folder, PREFIX + millis + ".lepton");
        return files.exists(file) ? unused(millis + 1) : file;
    }

    private void end() throws IOException {
        if (open.isPresent()) {
            FSDataOutputStream out = open.get();
            open = Optional.empty();
            out.close();
        }
    }

    /** @throws UncheckedIOException when the last points can't be written */
    @Override
    public void close() {
        try {
            end();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write learning curves to " + folder + ": " + e.getMessage(), e);
        }
    }
}
