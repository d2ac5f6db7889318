package io.lepton.lake;

import java.util.Optional;
import org.apache.spark.sql.delta.actions.Metadata;

/**
 * What a table knows of its last erasure, as properties of the table.
 *
 * @param since the oldest version with the rows of the version that was left: none was added by replacing all
 * @param version that was left; older ones are gone
 */
public record Erasure(long since, long version) {
    private static final String SINCE = "lepton.erasure.since";
    private static final String VERSION = "lepton.erasure.version";

    public static Optional<Erasure> of(Metadata table) {
        if (!table.configuration().contains(VERSION)) {
            return Optional.empty();
        }
        return Optional.of(new Erasure(
                Long.parseLong(table.configuration().apply(SINCE)),
                Long.parseLong(table.configuration().apply(VERSION))));
    }

    /** As SQL has them. */
    public String properties() {
        return "'" + SINCE + "' = '" + since + "', '" + VERSION + "' = '" + version + "'";
    }

    /** The version that stands for another one: the one that was left, for those whose rows it has, but for the erased ones. */
    long standInFor(long asked) {
        return asked >= since && asked < version ? version : asked;
    }
}
