package io.lepton.ingest;

import io.lepton.error.LeptonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** The data files of a source: one file, or all below a directory but those that begin with '_' or '.'. */
final class SourceFiles {
    private final Path root;
    private final List<FileStatus> files;

    private SourceFiles(Path root, List<FileStatus> files) {
        this.root = root;
        this.files = files;
    }

    static SourceFiles of(Configuration configuration, SourceSpec source) throws IOException {
        Path given = new Path(source.path());
        FileSystem fileSystem = given.getFileSystem(configuration);
        Path root = fileSystem.makeQualified(given);
        List<FileStatus> files = new ArrayList<>();
        RemoteIterator<LocatedFileStatus> found = fileSystem.listFiles(root, true);
        while (found.hasNext()) {
            FileStatus file = found.next();
            boolean hidden = folders(root, file.getPath()).anyMatch(name -> name.matches("[._].*"))
                    || !file.getPath().equals(root) && file.getPath().getName().matches("[._].*");
            if (!hidden) {
                files.add(file);
            }
        }
        if (!source.files().isEmpty()) {
            Set<Path> wanted = source.files().stream()
                    .map(file -> fileSystem.makeQualified(new Path(file)))
                    .collect(Collectors.toSet());
            files.removeIf(file -> !wanted.contains(file.getPath()));
        }
        files.sort(Comparator.comparing(FileStatus::getPath));
        return new SourceFiles(root, files);
    }

    /** The first file, by name, that holds anything. */
    Path first() {
        return files.stream()
                .filter(file -> file.getLen() > 0)
                .findFirst()
                .map(FileStatus::getPath)
                .orElseThrow(() -> LeptonException.data("Cannot ingest " + root + ": "
                        + (files.isEmpty()
                                ? "the folder holds no file."
                                : files.size() == 1 ? "it is empty." : "all of its files are empty.")));
    }

    /** Whether files lie in folders that are no partitions ({@code name=value}): Spark reads those only when it is told to. */
    boolean nested() {
        return files.stream().flatMap(file -> folders(root, file.getPath())).anyMatch(name -> !name.contains("="));
    }

    private static java.util.stream.Stream<String> folders(Path root, Path file) {
        if (file.equals(root)) {
            return java.util.stream.Stream.empty();
        }
        String below = file.getParent()
                .toUri()
                .getPath()
                .substring(root.toUri().getPath().length());
        return Arrays.stream(below.split("/")).filter(name -> !name.isEmpty());
    }
}
