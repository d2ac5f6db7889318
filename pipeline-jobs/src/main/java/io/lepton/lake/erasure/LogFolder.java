package io.lepton.lake.erasure;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
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

    /** How many files there are that are not of the log. */
    long dataFiles() {
        return data(file -> true).size();
    }

    /**
     * Deletes files that are not of the log.
     *
     * @param needed by paths below the table, the files that stay
     * @param before milliseconds since 1970; files changed then or later stay, as who began to write after that may commit them
     * @return how many
     */
    long deleteData(Predicate<String> needed, long before) {
        List<Path> files = data(file -> file.getModificationTime() < before && !needed.test(name(file.getPath())));
        files.forEach(file -> doing(() -> fileSystem().delete(file, false)));
        return files.size();
    }

    private List<Path> data(Predicate<FileStatus> wanted) {
        return doing(() -> {
            List<Path> found = new ArrayList<>();
            RemoteIterator<LocatedFileStatus> files = fileSystem().listFiles(table, true);
            while (files.hasNext()) {
                FileStatus file = files.next();
                if (!name(file.getPath()).startsWith(LOG + "/") && wanted.test(file)) {
                    found.add(file.getPath());
                }
            }
            return found;
        });
    }

    private String name(Path file) {
        String root = Path.getPathWithoutSchemeAndAuthority(table).toString();
        return Path.getPathWithoutSchemeAndAuthority(file).toString().substring(root.length() + 1);
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
