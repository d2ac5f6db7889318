package io.lepton.jobs;

import io.lepton.config.Ingest;
import io.lepton.config.Pipeline;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** How many bytes a pipeline reads, where the file system tells without reading them. */
public record InputSize(Configuration configuration) {

    /** The source, what earlier runs left of it in the lake, and a source of its own to score; empty if one of them is no file. */
    public OptionalLong of(Pipeline pipeline) {
        Optional<Ingest.Source> scored = pipeline.score().input().source();
        OptionalLong source = of(pipeline, pipeline.ingest().source());
        OptionalLong extra = scored.map(found -> of(pipeline, found)).orElse(OptionalLong.of(0));
        OptionalLong before = of(pipeline.lake() + "/raw/" + pipeline.ingest().table());
        if (source.isEmpty() || extra.isEmpty() || before.isEmpty()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(source.getAsLong() + extra.getAsLong() + before.getAsLong());
    }

    private OptionalLong of(Pipeline pipeline, Ingest.Source source) {
        return source.path().map(path -> of(pipeline.resolve(path))).orElse(OptionalLong.empty());
    }

    /** Of a file, or of all files below a folder; 0 if there is none. */
    public OptionalLong of(String path) {
        try {
            Path root = new Path(path);
            FileSystem files = root.getFileSystem(configuration);
            return OptionalLong.of(
                    files.exists(root) ? files.getContentSummary(root).getLength() : 0);
        } catch (IOException | RuntimeException e) {
            // Whoever reads it says what is wrong with it, and better.
            return OptionalLong.empty();
        }
    }
}
