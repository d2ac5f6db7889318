package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.current_timestamp;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import io.lepton.lake.Lake;
import io.lepton.lake.WriteId;
import io.lepton.privacy.token.TokenReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Writes a copy of a table in which a column's tokens are their originals again, and records in {@code audits/reidentification} who did
 * that, when, why and with how many, before there is anything to read. Each call is a re-identification of its own.
 */
public final class Reidentification {
    private static final String AUDIT = "audits/reidentification";

    /**
     * What is asked for.
     *
     * @param table of the lake
     * @param column that holds tokens
     * @param output Hadoop path of the new Delta table
     * @param why the reason, which is recorded
     */
    public record Request(String table, String column, String output, String why) {}

    /**
     * What was done.
     *
     * @param values rows whose token has its original again; the others have none
     * @param requestedBy the user of this process
     */
    public record Result(long tableVersion, long rows, long values, long distinctValues, String requestedBy) {}

    private final SparkSession spark;
    private final Lake lake;

    public Reidentification(SparkSession spark, Lake lake) {
        this.spark = spark;
        this.lake = lake;
    }

    /**
     * @throws LeptonException configuration, if there is no such table or column, the output exists, or a value is no token that the
     *     reader knows; nothing is written then
     */
    public Result run(Request request, TokenReader reader) {
        Path output = absolute(request.output());
        if (output.getParent() == null) {
            throw LeptonException.configuration("Cannot write to " + output + ": name a folder for the new table.");
        }
        long version = lake.version(request.table());
        Dataset<Row> rows = lake.read(request.table(), version);
        Column token = token(rows, request);
        Lake folder = new Lake(spark, output.getParent().toString());
        if (folder.exists(output.getName())) {
            throw LeptonException.configuration(
                    "Cannot write to " + output + ": there is a table already. Name another path with --output.");
        }
        Column original = udf(reader, DataTypes.StringType).apply(token);
        Result result = counted(rows, token, original, version);
        requireAllRead(request, result, rows.filter(token.isNotNull().and(original.isNull())));
        WriteId id = new WriteId(UUID.randomUUID().toString(), "reidentify");
        lake.append(audit(request, output, result), AUDIT, id);
        folder.replace(rows.withColumn(request.column(), original), output.getName(), id);
        return result;
    }

    private static Column token(Dataset<Row> rows, Request request) {
        List<String> known = Arrays.asList(rows.columns());
        String start = "Cannot re-identify column '" + request.column() + "' of " + request.table() + ": ";
        if (!known.contains(request.column())) {
            throw LeptonException.configuration(start + "the table has no such column."
                    + Suggestion.didYouMean(request.column(), known) + " It has: " + String.join(", ", known) + ".");
        }
        Column token = col(quoted(request.column()));
        if (!rows.select(token).schema().apply(0).dataType().equals(DataTypes.StringType)) {
            throw LeptonException.configuration(start + "it holds no texts, and so no tokens.");
        }
        return token;
    }

    private static String quoted(String column) {
        return "`" + column.replace("`", "``") + "`";
    }

    private static Result counted(Dataset<Row> rows, Column token, Column original, long version) {
        Row counts =
                rows.agg(count(lit(1)), count(original), countDistinct(token)).first();
        return new Result(version, counts.getLong(0), counts.getLong(1), counts.getLong(2), user());
    }

    private static void requireAllRead(Request request, Result result, Dataset<Row> unread) {
        long strangers = result.rows() == result.values() ? 0 : unread.count();
        if (strangers > 0) {
            throw LeptonException.configuration(String.format(
                    Locale.ROOT,
                    "Cannot re-identify column '%s' of %s: %,d of its %,d values are no tokens that a key of the keyset made in"
                            + " this domain. Nothing was written. Check the keyset, --domain and --as.",
                    request.column(),
                    request.table(),
                    strangers,
                    strangers + result.values()));
        }
    }

    private Path absolute(String path) {
        try {
            Path given = new Path(path);
            return given.getFileSystem(spark.sparkContext().hadoopConfiguration())
                    .makeQualified(given);
        } catch (IOException | IllegalArgumentException e) {
            throw LeptonException.configuration(
                    "Cannot write to '" + path + "': " + e.getMessage() + ". Name a folder with --output.", e);
        }
    }

    private Dataset<Row> audit(Request request, Path output, Result result) {
        return spark.range(1)
                .select(
                        lit(request.table()).as("table_name"),
                        lit(result.tableVersion()).as("table_version"),
                        lit(request.column()).as("column_name"),
                        lit(result.rows()).as("rows"),
                        lit(result.values()).as("values_reidentified"),
                        lit(result.distinctValues()).as("distinct_values"),
                        lit(output.toString()).as("output"),
                        lit(request.why()).as("reason"),
                        lit(result.requestedBy()).as("requested_by"),
                        current_timestamp().as("requested_at"));
    }

    private static String user() {
        try {
            return UserGroupInformation.getCurrentUser().getShortUserName();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot tell who is asking", e);
        }
    }
}
