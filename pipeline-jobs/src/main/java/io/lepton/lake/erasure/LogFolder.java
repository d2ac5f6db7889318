package io.lepton.lake.erasure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The files of a table: of its log, each of a version, and of its data. */
record LogFolder(Configuration configuration, Path table) {
    private static final String LOG = "_delta_log";
    /** Commits, checksums, checkpoints, compacted commits, and what a writer that was killed left of them. */
    private static final Pattern OF_VERSION = Pattern.compile("\\.?(\\d{20})\\..*");

    /** The oldest version that a commit or checkpoint is there for. */
    long oldest() {
        return versions().stream().mapToLong(LogFile::version).min().orElse(0);
    }

    /** Deletes what older versions are made of, the oldest first: what is left at any time can be read. */
    void deleteBefore(long version) {
        for (LogFile file : versions()) {
            if (file.version() < version) {
                doing(() -> fileSystem().delete(file.path(), false));
            }
        }
    }

    /** Paths below the table of all files that are not of the log. */
    TreeSet<String> dataFiles() {
        return doing(() -> {
            TreeSet<String> names = new TreeSet<>();
            int prefix = fileSystem().makeQualified(table).toString().length() + 1;
            RemoteIterator<LocatedFileStatus> files = fileSystem().listFiles(table, true);
            while (files.hasNext()) {
                String name = files.next().getPath().toString().substring(prefix);
                if (!name.startsWith(LOG + "/")) {
                    names.add(name);
                }
            }
            return names;
        });
    }

    private List<LogFile> versions() {
        return doing(() -> {
            List<LogFile> found = new ArrayList<>();
            for (FileStatus file : listing()) {
                Matcher name = OF_VERSION.matcher(file.getPath().getName());
                if (name.matches()) {
                    found.add(new LogFile(Long.parseLong(name.group(1)), file.getPath()));
                }
            }
            found.sort(java.util.Comparator.comparingLong(LogFile::version));
            return found;
        });
    }

    private FileStatus[] listing() throws IOException {
        try {
            return fileSystem().listStatus(new Path(table, LOG));
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    private FileSystem fileSystem() throws IOException {
        return table.getFileSystem(configuration);
    }

    private record LogFile(long version, Path path) {}

    private interface Step<T> {
        T run() throws IOException;
    }

    private <T> T doing(Step<T> step) {
        try {
            return step.run();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot erase from the table at " + table, e);
        }
    }
}
