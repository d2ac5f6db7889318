package io.lepton.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Parses a source once, types it, and parts the rows that can be used from those that cannot. */
public final class Ingestion {
    private static final String ROW_ID = "row_id";

    private final SparkSession spark;

    public Ingestion(SparkSession spark) {
        this.spark = spark;
    }

    /** Reads the whole source, for a table that holds nothing else. */
    public IngestedBatch ingest(SourceSpec source, List<String> key, List<Expectation> expectations) {
        return ingest(source, key, expectations, Optional.empty());
    }

    /**
     * Reads the whole source.
     *
     * @param key columns that identify a row: a row without them, or a later one with the same values, is set aside. Empty: the column
     *     {@code row_id} (bigint) is added, the row's position in the source (files by name); the same source gives the same ids, other
     *     than from JDBC, where rows come in no order
     * @param published rows that the table holds already and goes on holding: their keys are taken, and row ids go on after theirs
     * @throws LeptonException when the source cannot be read, an expectation is no SQL, or more rows break one than it allows. Then nothing is
     *     to be published, in quarantine neither, so that the mended source can be run with the same run id; the message holds examples
     */
    public IngestedBatch ingest(
            SourceSpec source, List<String> key, List<Expectation> expectations, Optional<Dataset<Row>> published) {
        try {
            return batch(source, key, expectations, published);
        } catch (Exception e) {
            // Scala's checked exceptions are not declared.
            throw SourceFailure.explained(source, e);
        }
    }

    /**
     * The result of one look at a source of a typed format (Parquet, Delta) as it is: nothing is judged, copied or kept.
     *
     * @throws LeptonException when the source cannot be read
     */
    public <T> T read(SourceSpec source, Function<Dataset<Row>, T> look) {
        try {
            Dataset<Row> parsed = new SourceReader(spark).read(source);
            Column[] columns = Arrays.stream(parsed.columns())
                    .filter(column -> !ColumnNames.internal(column))
                    .map(ColumnNames::of)
                    .toArray(Column[]::new);
            return look.apply(parsed.select(columns));
        } catch (Exception e) {
            // Scala's checked exceptions are not declared.
            throw SourceFailure.explained(source, e);
        }
    }

    private IngestedBatch batch(
            SourceSpec source, List<String> key, List<Expectation> expectations, Optional<Dataset<Row>> published)
            throws IOException {
        Dataset<Row> parsed = new SourceReader(spark).read(source).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            StructType schema = schema(source, parsed);
            requireColumns(source, schema, key);
            Judgement judgement = new Judgement(source, schema, key, expectations, published);
            Dataset<Row> judged = judgement.of(parsed);
            Counts counts = countAll(source, judged, expectations);
            requireHeld(source, counts.results(), judgement, judged);
            Column usable = col(ColumnNames.REASON).equalTo("");
            List<Column> columns = new ArrayList<>();
            if (key.isEmpty()) {
                long first = published.map(Ingestion::nextRowId).orElse(0L);
                columns.add(new RowPositions(counts.parts(), first).column().as(ROW_ID));
            }
            for (String column : schema.fieldNames()) {
                columns.add(ColumnNames.of(column));
            }
            Dataset<Row> accepted = judged.where(usable).select(columns.toArray(Column[]::new));
            Dataset<Row> quarantined = judged.where(usable.unary_$bang())
                    .select(
                            coalesce(col(ColumnNames.MALFORMED), col(ColumnNames.ORIGINAL))
                                    .as("record"),
                            col(ColumnNames.REASON).as("reason"),
                            col(ColumnNames.FILE).as("source_file"));
            return new IngestedBatch(
                    accepted,
                    quarantined,
                    counts.rows(),
                    counts.accepted(),
                    counts.quarantined(),
                    counts.results(),
                    parsed);
        } catch (Exception e) {
            parsed.unpersist();
            throw e;
        }
    }

    private static StructType schema(SourceSpec source, Dataset<Row> parsed) {
        List<String> columns = Arrays.stream(parsed.columns())
                .filter(column -> !ColumnNames.internal(column))
                .toList();
        StructType declared = source.schema().orElse(new StructType());
        List<String> declaredNames = List.of(declared.fieldNames());
        requireDeclared(source, columns, declaredNames);
        List<String> undeclared = columns.stream()
                .filter(column -> !declaredNames.contains(column))
                .toList();
        boolean texts = source.format().equals("csv");
        StructType inferred = texts && !undeclared.isEmpty()
                ? new TypeInference()
                        .infer(parsed.where(col(ColumnNames.MALFORMED).isNull()), undeclared)
                : new StructType();
        StructType schema = new StructType();
        for (String column : columns) {
            StructField field = declaredNames.contains(column)
                    ? declared.apply(column)
                    : texts ? inferred.apply(column) : parsed.schema().apply(column);
            schema = schema.add(column, field.dataType(), true);
        }
        return schema;
    }

    private static void requireDeclared(SourceSpec source, List<String> columns, List<String> declared) {
        List<String> absent =
                declared.stream().filter(name -> !columns.contains(name)).toList();
        if (!absent.isEmpty()) {
            throw LeptonException.configuration("Cannot read " + source.name() + ": ingest.columns declares '"
                    + String.join("', '", absent) + "', which it does not hold."
                    + Suggestion.didYouMean(absent.get(0), columns) + " Its columns: " + String.join(", ", columns)
                    + ".");
        }
    }

    private static void requireColumns(SourceSpec source, StructType schema, List<String> key) {
        List<String> columns = List.of(schema.fieldNames());
        for (String column : key) {
            if (!columns.contains(column)) {
                throw LeptonException.configuration("Cannot ingest " + source.name() + ": it has no key column '"
                        + column + "'." + Suggestion.didYouMean(column, columns) + " Its columns: "
                        + String.join(", ", columns) + ".");
            }
        }
        if (key.isEmpty() && columns.contains(ROW_ID)) {
            throw LeptonException.configuration(
                    "Cannot ingest " + source.name()
                            + ": it has a column 'row_id', the name that Lepton gives to rows without a key. Set ingest.key: [row_id] if it identifies rows.");
        }
    }

    private static long nextRowId(Dataset<Row> published) {
        Row largest = published.agg(max(col(ROW_ID))).head();
        return largest.isNullAt(0) ? 0 : largest.getLong(0) + 1;
    }

    private record Counts(
            long rows,
            long accepted,
            long quarantined,
            List<ExpectationResult> results,
            List<RowPositions.Part> parts) {}

    /** One job: rows, accepted and quarantined rows and broken expectations, by part of the source. */
    private static Counts countAll(SourceSpec source, Dataset<Row> judged, List<Expectation> expectations) {
        List<Column> counts = new ArrayList<>();
        counts.add(min(col(ColumnNames.ORDER)));
        counts.add(count(when(col(ColumnNames.REASON).equalTo(""), lit(1))));
        counts.add(count(when(col(ColumnNames.REASON).notEqual(""), lit(1))));
        CutRecords cut = new CutRecords(source);
        counts.add(count(when(cut.closes(), lit(1))));
        counts.add(count(when(cut.opens(), lit(1))));
        for (int i = 0; i < expectations.size(); i++) {
            counts.add(count(when(col(Judgement.broken(i)), lit(1))));
        }
        List<Row> parts = judged.groupBy(ColumnNames.FILE, ColumnNames.PART)
                .agg(count(lit(1)), counts.toArray(Column[]::new))
                .collectAsList();
        long rows = sum(parts, 2);
        if (rows == 0) {
            throw LeptonException.data("Cannot ingest " + source.name() + ": it holds no rows.");
        }
        cut.requireNone(sum(parts, 6), sum(parts, 7));
        long accepted = sum(parts, 4);
        if (accepted == 0) {
            throw LeptonException.data("Cannot ingest " + source.name() + ": none of its " + rows
                    + " rows can be used (" + commonReasons(judged)
                    + "). Check source.delimiter, source.header and ingest.columns against the file.");
        }
        List<ExpectationResult> results = new ArrayList<>();
        for (int i = 0; i < expectations.size(); i++) {
            results.add(ExpectationResult.of(expectations.get(i), sum(parts, 8 + i), rows));
        }
        return new Counts(
                rows,
                accepted,
                sum(parts, 5),
                results,
                parts.stream()
                        .map(part -> new RowPositions.Part(
                                part.getString(0), part.getLong(1), part.getLong(3), part.getLong(2)))
                        .toList());
    }

    private static long sum(List<Row> parts, int column) {
        return parts.stream().mapToLong(part -> part.getLong(column)).sum();
    }

    private static String commonReasons(Dataset<Row> judged) {
        return judged
                .groupBy(ColumnNames.REASON)
                .count()
                .orderBy(col("count").desc(), col(ColumnNames.REASON))
                .limit(3)
                .collectAsList()
                .stream()
                .map(row -> String.format(Locale.ROOT, "%s: %,d", row.getString(0), row.getLong(1)))
                .collect(Collectors.joining("; "));
    }

    private static void requireHeld(
            SourceSpec source, List<ExpectationResult> results, Judgement judgement, Dataset<Row> judged) {
        List<String> broken = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            ExpectationResult result = results.get(i);
            if (result.stops()) {
                broken.add(String.format(
                        Locale.ROOT,
                        "%,d rows (%.2f %%) break '%s' (%s), and %.2f %% may; for example %s",
                        result.failed(),
                        100 * result.fraction(),
                        result.name(),
                        result.check(),
                        100 * result.allowedFraction(),
                        String.join(", ", judgement.examples(judged, i))));
            }
        }
        if (!broken.isEmpty()) {
            throw LeptonException.data("Cannot ingest " + source.name() + ": " + String.join("; ", broken)
                    + ". Mend the data, or change the expectation. Nothing was published.");
        }
    }
}
