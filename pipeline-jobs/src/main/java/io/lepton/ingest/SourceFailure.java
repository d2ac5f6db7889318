package io.lepton.ingest;

import io.lepton.error.LeptonException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.AnalysisException;

/** Says in a person's words why a source could not be read, where the cause is the source. */
final class SourceFailure {
    private static final Pattern FILE = Pattern.compile("(?:reading file|footer for file):? (\\S+?)\\.?(\\s|$)");

    private SourceFailure() {}

    /** An error that its cause tells how to mend; anything unexpected comes back as it is. */
    static RuntimeException explained(SourceSpec source, Throwable failure) {
        List<Throwable> causes = causes(failure);
        for (Throwable cause : causes) {
            if (cause instanceof LeptonException known) {
                return known;
            }
        }
        if (source.format().equals("jdbc")) {
            return jdbc(source, causes);
        }
        for (Throwable cause : causes) {
            String message = String.valueOf(cause.getMessage());
            if (cause instanceof IllegalArgumentException && message.contains("CSV header")) {
                return LeptonException.data(
                        "Cannot read " + source.name() + ": its files do not have the same header. "
                                + message.strip().replaceAll("\\s*\\n\\s*", "; ")
                                + ". Keep files of one layout in a folder.",
                        failure);
            }
            if (cause instanceof AccessControlException) {
                return LeptonException.configuration("Cannot read " + source.name() + ": " + message, failure);
            }
        }
        for (Throwable cause : causes) {
            if (tellsOfDamage(cause)) {
                return LeptonException.data(
                        "Cannot read " + damaged(source, causes) + ": the file is damaged or cut off ("
                                + firstLine(cause) + "). Bring it again; nothing was published.",
                        failure);
            }
            if (cause instanceof AnalysisException) {
                return LeptonException.configuration("Cannot read " + source.name() + ": " + firstLine(cause), failure);
            }
        }
        return failure instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(failure);
    }

    /** A driver's own message may hold the connection's password, and so may its stack trace. */
    private static RuntimeException jdbc(SourceSpec source, List<Throwable> causes) {
        String state = causes.stream()
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(code -> code != null)
                .findFirst()
                .map(code -> ", SQLSTATE " + code)
                .orElse("");
        String kind = causes.get(causes.size() - 1).getClass().getSimpleName();
        return LeptonException.configuration("Cannot read " + source.name() + ": " + kind + " from the JDBC driver"
                + state + ". Check url, query, user and password, and that the driver is on the class path.");
    }

    private static List<Throwable> causes(Throwable failure) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = failure; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    private static boolean tellsOfDamage(Throwable cause) {
        // A full disk under Spark is none of the source's faults.
        return cause instanceof IOException
                        && !String.valueOf(cause.getMessage()).contains("No space left")
                || cause.getClass().getName().startsWith("org.apache.parquet.")
                || String.valueOf(cause.getMessage()).startsWith("[CANNOT_READ_FILE_FOOTER]");
    }

    private static String damaged(SourceSpec source, List<Throwable> causes) {
        for (Throwable cause : causes) {
            Matcher named = FILE.matcher(String.valueOf(cause.getMessage()));
            if (named.find()) {
                return named.group(1);
            }
        }
        return source.name();
    }

    static String firstLine(Throwable cause) {
        return (cause.getMessage() == null ? "" : cause.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(cause.getClass().getSimpleName());
    }
}
