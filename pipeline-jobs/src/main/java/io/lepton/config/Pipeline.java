package io.lepton.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A whole pipeline file.
 *
 * @param pipeline the pipeline's name: letters, digits, '-' and '_'
 * @param lake root of all tables and of the registry: any Hadoop path, relative to the working directory
 * @param seed of every random choice
 * @param hash SHA-256 of the file's text before environment variables are filled in, so that it carries no secret
 * @param file where the pipeline was read from; relative paths of sources and hierarchies start at its folder
 */
public record Pipeline(
        String pipeline,
        String lake,
        long seed,
        Ingest ingest,
        Anonymize anonymize,
        Features features,
        Train train,
        Register register,
        Score score,
        Audit audit,
        Optional<Encryption> encryption,
        String hash,
        Optional<String> file) {
    private static final Pattern COMPLETE = Pattern.compile("/.*|[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

    /** The reference of the model that is in use, which one that passes the gates replaces. */
    public String champion() {
        return register.model() + "@" + register.alias();
    }

    /** A path of the file, made absolute if it is relative to the file's folder. */
    public String resolve(String path) {
        if (COMPLETE.matcher(path).matches()) {
            return path;
        }
        return file.map(name -> Path.of(name)
                        .toAbsolutePath()
                        .resolveSibling(path)
                        .normalize()
                        .toString())
                .orElse(path);
    }
}
