package io.lepton.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_compact;
import static org.apache.spark.sql.functions.array_join;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/** Parses a source once, types it, and parts the rows that can be used from those that cannot. */
public final class Ingestion {
    private final SparkSession spark;

    public Ingestion(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * Reads the whole source.
     *
     * @param key columns that identify a row: a row without them, or a later one with the same values, is set aside. Empty: the column
     *     {@code row_id} (bigint, position in the source from 0) is added
     * @throws LeptonException when the source cannot be read, an expectation is no SQL, or more rows break one than it allows
     */
    public IngestedBatch ingest(SourceSpec source, List<String> key, List<Expectation> expectations) {
        Dataset<Row> parsed = new SourceReader(spark).read(source).persist(StorageLevel.MEMORY_AND_DISK());
        try {
            StructType schema = schema(source, parsed);
            requireColumns(source, schema, key);
            Dataset<Row> judged = judged(parsed, schema, key, expectations);
            Counts counts = countAll(source, judged, expectations);
            requireHeld(source, counts.results());
            Column usable = col(ColumnNames.REASON).equalTo("");
            Dataset<Row> accepted = select(judged.where(usable), schema, key, counts.offsets());
            Dataset<Row> quarantined = judged.where(usable.unary_$bang())
                    .select(
                            coalesce(col(ColumnNames.MALFORMED), col("__lepton_original"))
                                    .as("record"),
                            col(ColumnNames.REASON).as("reason"),
                            col(ColumnNames.FILE).as("source_file"));
            return new IngestedBatch(
                    accepted,
                    quarantined,
                    counts.rows(),
                    counts.accepted(),
                    counts.rows() - counts.accepted(),
                    counts.results(),
                    parsed);
        } catch (RuntimeException e) {
            parsed.unpersist();
            throw e;
        }
    }

    private static StructType schema(SourceSpec source, Dataset<Row> parsed) {
        List<String> columns = Arrays.stream(parsed.columns())
                .filter(column -> !ColumnNames.internal(column))
                .toList();
        StructType declared = source.schema().orElse(new StructType());
        List<String> undeclared = columns.stream()
                .filter(column -> !Arrays.asList(declared.fieldNames()).contains(column))
                .toList();
        boolean texts = source.format().equals("csv");
        StructType inferred = texts && !undeclared.isEmpty()
                ? new TypeInference()
                        .infer(parsed.where(col(ColumnNames.MALFORMED).isNull()), undeclared)
                : new StructType();
        StructType schema = new StructType();
        for (String column : columns) {
            StructField field = Arrays.asList(declared.fieldNames()).contains(column)
                    ? declared.apply(column)
                    : texts ? inferred.apply(column) : parsed.schema().apply(column);
            schema = schema.add(column, field.dataType(), true);
        }
        return schema;
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
        if (key.isEmpty() && columns.contains("row_id")) {
            throw LeptonException.configuration(
                    "Cannot ingest " + source.name()
                            + ": it has a column 'row_id', the name that Lepton gives to rows without a key. Set ingest.key: [row_id] if it identifies rows.");
        }
    }

    /** Typed columns, plus the reasons why a row cannot be used (empty: none) and a flag for each expectation that it breaks. */
    private static Dataset<Row> judged(
            Dataset<Row> parsed, StructType schema, List<String> key, List<Expectation> expectations) {
        List<Column> reasons = new ArrayList<>();
        Column parsable = col(ColumnNames.MALFORMED).isNull();
        reasons.add(when(parsable.unary_$bang(), lit("malformed record")));
        List<Column> columns = new ArrayList<>();
        columns.add(to_json(struct(
                        Arrays.stream(schema.fieldNames()).map(ColumnNames::of).toArray(Column[]::new)))
                .as("__lepton_original"));
        for (StructField field : schema.fields()) {
            Column text = ColumnNames.of(field.name());
            Column typed = text.cast(field.dataType());
            columns.add(typed.as(field.name()));
            if (!parsed.schema().apply(field.name()).dataType().equals(field.dataType())) {
                reasons.add(when(
                        parsable.and(text.isNotNull()).and(typed.isNull()),
                        lit("column '" + field.name() + "' is no "
                                + field.dataType().simpleString())));
            }
        }
        columns.addAll(List.of(col(ColumnNames.MALFORMED), col(ColumnNames.FILE), col(ColumnNames.ORDER)));
        columns.add(array(reasons.toArray(Column[]::new)).as("__lepton_reasons"));
        Dataset<Row> rows = parsed.select(columns.toArray(Column[]::new));

        List<Column> later = new ArrayList<>(List.of(col("__lepton_reasons")));
        for (int i = 0; i < expectations.size(); i++) {
            rows = rows.withColumn(flag(i), broken(expectations.get(i), rows));
        }
        Column unread = array_join(array_compact(col("__lepton_reasons")), "").equalTo("");
        List<Column> rules = new ArrayList<>();
        for (int i = 0; i < expectations.size(); i++) {
            if (expectations.get(i).severity() == Expectation.Severity.QUARANTINE) {
                rules.add(when(
                        unread.and(col(flag(i))),
                        lit("breaks expectation '" + expectations.get(i).name() + "'")));
            }
        }
        for (String column : key) {
            rules.add(when(unread.and(ColumnNames.of(column).isNull()), lit("key column '" + column + "' is missing")));
        }
        if (!key.isEmpty()) {
            Column[] keys = key.stream().map(ColumnNames::of).toArray(Column[]::new);
            rows = rows.withColumn(
                    "__lepton_nth",
                    row_number().over(Window.partitionBy(keys).orderBy(unread.desc(), col(ColumnNames.ORDER))));
            Column whole = key.stream()
                    .map(name -> ColumnNames.of(name).isNotNull())
                    .reduce(Column::and)
                    .orElse(lit(true));
            rules.add(when(unread.and(whole).and(col("__lepton_nth").gt(1)), lit("key is taken by an earlier row")));
        }
        if (!rules.isEmpty()) {
            later.add(array(rules.toArray(Column[]::new)));
        }
        Column all =
                later.size() == 1 ? later.get(0) : org.apache.spark.sql.functions.concat(later.toArray(Column[]::new));
        return rows.withColumn(ColumnNames.REASON, array_join(array_compact(all), "; "));
    }

    private static String flag(int expectation) {
        return "__lepton_breaks_" + expectation;
    }

    private static Column broken(Expectation expectation, Dataset<Row> rows) {
        try {
            Column check = expr(expectation.check());
            if (!rows.select(check).schema().fields()[0].dataType().equals(DataTypes.BooleanType)) {
                throw LeptonException.configuration("Cannot check expectation '" + expectation.name() + "': '"
                        + expectation.check() + "' is no condition, it gives a value. Compare it with something.");
            }
            return coalesce(check.unary_$bang(), lit(false));
        } catch (Exception e) {
            if (e instanceof LeptonException known) {
                throw known;
            }
            if (!(e instanceof AnalysisException)) {
                throw e instanceof RuntimeException unexpected ? unexpected : new IllegalStateException(e);
            }
            List<String> columns = Arrays.stream(rows.columns())
                    .filter(name -> !ColumnNames.internal(name))
                    .toList();
            String problem = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            String unknown = problem.replaceAll(".*name `([^`]+)`.*", "$1");
            throw LeptonException.configuration(
                    "Cannot check expectation '" + expectation.name() + "' (" + expectation.check() + "): " + problem
                            + (unknown.equals(problem) ? "" : Suggestion.didYouMean(unknown, columns)),
                    e);
        }
    }

    private record Counts(long rows, long accepted, List<ExpectationResult> results, Map<Integer, Long> offsets) {}

    /** One job: rows, accepted rows and broken expectations by partition. */
    private static Counts countAll(SourceSpec source, Dataset<Row> judged, List<Expectation> expectations) {
        List<Column> counts = new ArrayList<>();
        counts.add(org.apache
                .spark
                .sql
                .functions
                .max(col(ColumnNames.ORDER).bitwiseAND((1L << 33) - 1))
                .as("last"));
        counts.add(count(when(col(ColumnNames.REASON).equalTo(""), lit(1))));
        for (int i = 0; i < expectations.size(); i++) {
            counts.add(count(when(
                    col(flag(i))
                            .and(array_join(array_compact(col("__lepton_reasons")), "")
                                    .equalTo("")),
                    lit(1))));
        }
        List<Row> partitions = judged.groupBy(org.apache
                        .spark
                        .sql
                        .functions
                        .shiftright(col(ColumnNames.ORDER), 33)
                        .cast("int")
                        .as("partition"))
                .agg(count(lit(1)), counts.toArray(Column[]::new))
                .orderBy("partition")
                .collectAsList();
        long rows = partitions.stream().mapToLong(row -> row.getLong(1)).sum();
        if (rows == 0) {
            throw LeptonException.data("Cannot ingest " + source.name() + ": it holds no rows.");
        }
        long accepted = partitions.stream().mapToLong(row -> row.getLong(3)).sum();
        List<ExpectationResult> results = new ArrayList<>();
        for (int i = 0; i < expectations.size(); i++) {
            int at = 4 + i;
            results.add(ExpectationResult.of(
                    expectations.get(i),
                    partitions.stream().mapToLong(row -> row.getLong(at)).sum(),
                    rows));
        }
        Map<Integer, Long> offsets = new java.util.TreeMap<>();
        long offset = 0;
        for (Row partition : partitions) {
            offsets.put(partition.getInt(0), offset);
            offset += partition.getLong(2) + 1;
        }
        if (accepted == 0) {
            throw LeptonException.data("Cannot ingest " + source.name() + ": none of its " + rows
                    + " rows can be used. Check source.delimiter, source.header and ingest.columns against the file.");
        }
        return new Counts(rows, accepted, results, offsets);
    }

    private static void requireHeld(SourceSpec source, List<ExpectationResult> results) {
        List<ExpectationResult> broken =
                results.stream().filter(ExpectationResult::stops).toList();
        if (!broken.isEmpty()) {
            throw LeptonException.data("Cannot ingest " + source.name() + ": "
                    + broken.stream()
                            .map(result -> String.format(
                                    java.util.Locale.ROOT,
                                    "%,d rows (%.2f %%) break '%s' (%s), and %.2f %% may",
                                    result.failed(),
                                    100 * result.fraction(),
                                    result.name(),
                                    result.check(),
                                    100 * result.allowedFraction()))
                            .collect(Collectors.joining("; "))
                    + ". Mend the data, or change the expectation. Nothing was published.");
        }
    }

    private static Dataset<Row> select(
            Dataset<Row> rows, StructType schema, List<String> key, Map<Integer, Long> offsets) {
        List<Column> columns = new ArrayList<>();
        if (key.isEmpty()) {
            Column partition = org.apache.spark.sql.functions.shiftright(col(ColumnNames.ORDER), 33);
            Column offset = lit(0L);
            for (Map.Entry<Integer, Long> entry : offsets.entrySet()) {
                offset = when(partition.equalTo(entry.getKey()), lit(entry.getValue()))
                        .otherwise(offset);
            }
            columns.add(col(ColumnNames.ORDER)
                    .bitwiseAND((1L << 33) - 1)
                    .plus(offset)
                    .as("row_id"));
        }
        for (String column : schema.fieldNames()) {
            columns.add(ColumnNames.of(column));
        }
        return rows.select(columns.toArray(Column[]::new));
    }
}
