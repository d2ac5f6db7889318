package io.lepton.jobs;

import io.lepton.config.Ingest;
import io.lepton.config.Secret;
import io.lepton.error.LeptonException;
import io.lepton.ingest.SourceSpec;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Turns a source of the pipeline file into what ingestion reads. */
final class Sources {
    private Sources() {}

    static SourceSpec spec(RunContext context, Ingest.Source source, Map<String, String> columns) {
        Map<String, String> options = new HashMap<>(source.options());
        switch (source.format()) {
            case CSV -> {
                options.put("delimiter", source.delimiter());
                options.put("header", String.valueOf(source.header()));
                options.put("multiLine", String.valueOf(source.multiLine()));
                options.put("encoding", source.encoding());
            }
            case JSON -> options.put("multiLine", String.valueOf(source.multiLine()));
            case JDBC -> {
                source.url().ifPresent(url -> options.put("url", url));
                source.query().ifPresent(query -> options.put(isQuery(query) ? "query" : "dbtable", query));
                source.user().ifPresent(user -> options.put("user", user));
                source.password().map(Secret::reveal).ifPresent(password -> options.put("password", password));
            }
            case PARQUET, DELTA -> {}
        }
        return new SourceSpec(
                source.format().name().toLowerCase(Locale.ROOT),
                source.path().map(context::resolve).orElse(""),
                options,
                source.nullValues(),
                schema(columns));
    }

    private static boolean isQuery(String query) {
        return query.strip().toLowerCase(Locale.ROOT).startsWith("select");
    }

    private static Optional<StructType> schema(Map<String, String> columns) {
        if (columns.isEmpty()) {
            return Optional.empty();
        }
        StructType schema = new StructType();
        for (Map.Entry<String, String> column : columns.entrySet()) {
            schema = schema.add(column.getKey(), type(column.getKey(), column.getValue()));
        }
        return Optional.of(schema);
    }

    private static DataType type(String column, String name) {
        try {
            return DataType.fromDDL(name);
        } catch (Exception e) {
            // Scala's ParseException is checked, and not declared.
            throw LeptonException.configuration(
                    "Cannot read column '" + column + "': '" + name
                            + "' is no type. Use string, int, bigint, double, boolean, "
                            + "date, timestamp or another Spark SQL type.",
                    e);
        }
    }
}
