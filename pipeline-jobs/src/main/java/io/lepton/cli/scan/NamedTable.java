package io.lepton.cli.scan;

import io.lepton.error.LeptonException;
import io.lepton.jobs.InputSize;
import io.lepton.lake.Lake;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/**
 * What a person named: a table of the lake, or a file.
 *
 * @param lake root of the lake
 */
public record NamedTable(String data, Optional<String> delimiter, String lake) {

    /**
     * Hands over the rows, in a session that is closed afterwards.
     *
     * @param command for the session's name
     * @param doing for errors: "audit"
     * @throws LeptonException configuration, if there is no such file and no such table
     */
    public void use(String command, String doing, SessionOpener sessions, Consumer<NamedRows> consumer) {
        Path file = Path.of(data);
        if (Files.exists(file) && !isInLake(file)) {
            try (OpenedData opened = OpenedData.of(DataFile.of(file, delimiter), sessions)) {
                Lake results = new Lake(opened.spark(), lake);
                opened.use((rows, unreadable) ->
                        consumer.accept(new NamedRows(real(file).toString(), rows, unreadable, results)));
            }
            return;
        }
        String table =
                Files.exists(file) ? real(Path.of(lake)).relativize(real(file)).toString() : data;
        try (SparkSession spark =
                sessions.open(command, () -> new InputSize(new Configuration()).of(lake + "/" + table))) {
            Lake opened = new Lake(spark, lake);
            if (!opened.exists(table)) {
                throw LeptonException.configuration("Cannot " + doing + " '" + data
                        + "': there is no such file, and no such table in the lake at " + opened.root()
                        + ". Tables are named as in trusted/adult; --lake says where the lake is.");
            }
            consumer.accept(new NamedRows(table, opened.read(table), 0, opened));
        }
    }

    /** A table has one name, by whatever path it is given. */
    private boolean isInLake(Path file) {
        return Files.isDirectory(Path.of(lake)) && real(file).startsWith(real(Path.of(lake)));
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }
}
