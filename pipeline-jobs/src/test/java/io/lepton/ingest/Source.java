package io.lepton.ingest;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** Builds sources for tests. */
record Source(
        String format, String path, Map<String, String> options, List<String> nulls, Optional<StructType> schema) {

    static Source of(String format, Object path) {
        return new Source(format, path.toString(), Map.of(), List.of(""), Optional.empty());
    }

    /** A CSV file with these lines, each ended by a line feed. */
    static Source csv(Path file, String... lines) throws IOException {
        return csv(file, StandardCharsets.UTF_8, lines);
    }

    static Source csv(Path file, Charset charset, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, List.of(lines), charset);
        return of("csv", file);
    }

    Source at(Path other) {
        return new Source(format, other.toString(), options, nulls, schema);
    }

    Source with(String option, Object value) {
        Map<String, String> more = new HashMap<>(options);
        more.put(option, value.toString());
        return new Source(format, path, more, nulls, schema);
    }

    Source missing(String... texts) {
        return new Source(format, path, options, List.of(texts), schema);
    }

    Source declared(String ddl) {
        return new Source(format, path, options, nulls, Optional.of(StructType.fromDDL(ddl)));
    }

    SourceSpec spec() {
        return new SourceSpec(format, path, options, nulls, schema);
    }
}
