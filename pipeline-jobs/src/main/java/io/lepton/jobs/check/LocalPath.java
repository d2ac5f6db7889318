package io.lepton.jobs.check;

import io.lepton.config.Pipeline;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells paths of this machine from those of other file systems, which are left to the run. */
final class LocalPath {
    private static final Pattern LOCAL = Pattern.compile("(?:file:(?://)?)?(/.*)", Pattern.DOTALL);

    private LocalPath() {}

    /** The file that a path of the pipeline file means; empty if another file system holds it. */
    static Optional<Path> of(Pipeline pipeline, String path) {
        Matcher local = LOCAL.matcher(pipeline.resolve(path));
        try {
            return local.matches() ? Optional.of(Path.of(local.group(1))) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
