package io.lepton.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Opens a source. Text formats keep the original of each record that they cannot parse. */
final class SourceReader {
    private final SparkSession spark;

    SourceReader(SparkSession spark) {
        this.spark = spark;
    }

    /**
     * The source's columns (csv: all text, with nulls for what means missing) and {@link ColumnNames}' MALFORMED, FILE, PART and ORDER.
     * Folders called {@code name=value} below a directory are columns.
     */
    Dataset<Row> read(SourceSpec source) throws IOException {
        if (!source.format().equals("jdbc")) {
            requireExists(source);
        }
        Dataset<Row> rows =
                switch (source.format()) {
                    case "csv" -> csv(source);
                    case "json" -> json(source);
                    case "jdbc" -> reader(source)
                            .format("jdbc")
                            .load()
                            .withColumn(ColumnNames.MALFORMED, lit(null).cast("string"))
                            .withColumn(ColumnNames.FILE, lit("jdbc"))
                            .withColumn(ColumnNames.PART, spark_partition_id().cast("long"));
                    default -> placed(reader(source).format(source.format()).load(paths(source)))
                            .withColumn(ColumnNames.MALFORMED, lit(null).cast("string"));
                };
        return rows.withColumn(ColumnNames.ORDER, monotonically_increasing_id());
    }

    private Dataset<Row> csv(SourceSpec source) throws IOException {
        List<String> columns = new CsvHeader(hadoop()).columns(source);
        Dataset<Row> rows = placed(fileReader(source, Map.of("escape", "\""))
                .option("header", source.hasHeader())
                .option("ignoreLeadingWhiteSpace", true)
                .option("ignoreTrailingWhiteSpace", true)
                // Compares the header of every file with the first one's: files of another layout would be read askew.
                .option("enforceSchema", false)
                .schema(CsvHeader.texts(columns))
                .csv(paths(source)));
        Object[] missing = source.nullValues().stream().map(String::strip).toArray();
        List<Column> normalized = new ArrayList<>();
        for (String column : rows.columns()) {
            if (ColumnNames.internal(column)) {
                normalized.add(col(column));
                continue;
            }
            Column text = trim(ColumnNames.of(column).cast("string"));
            normalized.add(when(text.isin(missing).or(text.equalTo("")), lit(null))
                    .otherwise(text)
                    .as(column));
        }
        return rows.select(normalized.toArray(Column[]::new));
    }

    private Dataset<Row> json(SourceSpec source) throws IOException {
        DataFrameReader reader = fileReader(source, Map.of());
        StructType schema = source.schema().orElseGet(() -> inferred(source, reader));
        if (!Arrays.asList(schema.fieldNames()).contains(ColumnNames.MALFORMED)) {
            schema = schema.add(ColumnNames.MALFORMED, "string");
        }
        return placed(reader.schema(schema).json(paths(source)));
    }

    private static StructType inferred(SourceSpec source, DataFrameReader reader) {
        StructType schema = reader.json(paths(source)).schema();
        if (Arrays.stream(schema.fieldNames()).allMatch(ColumnNames::internal)) {
            throw LeptonException.data(
                    "Cannot ingest " + source.name()
                            + ": no line of it is a JSON object. Is it of another format, or one document (source.multi-line: true)?");
        }
        return schema;
    }

    private static Dataset<Row> placed(Dataset<Row> rows) {
        return rows.withColumn(ColumnNames.FILE, col("_metadata.file_path"))
                .withColumn(ColumnNames.PART, col("_metadata.file_block_start"));
    }

    private static String[] paths(SourceSpec source) {
        return source.files().isEmpty()
                ? new String[] {source.path()}
                : source.files().stream()
                        .map(file -> file.replaceAll("[\\[\\]{}*?\\\\]", "\\\\$0"))
                        .toArray(String[]::new);
    }

    private DataFrameReader reader(SourceSpec source) {
        DataFrameReader reader = spark.read().options(source.options());
        // So that folders below it are columns whichever files are read.
        return source.files().isEmpty() ? reader : reader.option("basePath", source.path());
    }

    /** @param defaults options that the source may set otherwise */
    private DataFrameReader fileReader(SourceSpec source, Map<String, String> defaults) throws IOException {
        Map<String, String> options = new HashMap<>(defaults);
        if (SourceFiles.of(hadoop(), source).nested()) {
            options.put("recursiveFileLookup", "true");
        }
        options.putAll(source.options());
        return reader(source)
                .options(options)
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", ColumnNames.MALFORMED);
    }

    private Configuration hadoop() {
        return spark.sparkContext().hadoopConfiguration();
    }

    private void requireExists(SourceSpec source) {
        Path path = new Path(source.path());
        try {
            FileSystem fileSystem = path.getFileSystem(hadoop());
            if (fileSystem.exists(path)) {
                return;
            }
            Path parent = path.getParent();
            String hint = parent != null && fileSystem.exists(parent)
                    ? Suggestion.didYouMean(
                            path.getName(),
                            Arrays.stream(fileSystem.listStatus(parent))
                                    .map(FileStatus::getPath)
                                    .map(Path::getName)
                                    .toList())
                    : " The folder " + parent + " does not exist either.";
            throw LeptonException.configuration(
                    "Cannot read " + source.path() + ": there is no such file or folder." + hint);
        } catch (IOException | IllegalArgumentException e) {
            throw LeptonException.configuration("Cannot read " + source.path() + ": " + e.getMessage(), e);
        }
    }
}
