package io.lepton.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.error.Suggestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
     * The source's columns (csv: all text, with nulls for what means missing) and {@link ColumnNames}' MALFORMED (text of a record that
     * could not be parsed, else null), FILE and ORDER (increases with the position in the source).
     */
    Dataset<Row> read(SourceSpec source) {
        if (!source.format().equals("jdbc")) {
            requireExists(source);
        }
        Dataset<Row> rows =
                switch (source.format()) {
                    case "csv" -> csv(source);
                    case "json" -> json(source);
                    default -> table(source);
                };
        return rows.withColumn(ColumnNames.ORDER, monotonically_increasing_id());
    }

    private Dataset<Row> csv(SourceSpec source) {
        List<String> columns = new CsvHeader(hadoop()).columns(source);
        Dataset<Row> rows = reader(source)
                .option("mode", "PERMISSIVE")
                .option("columnNameOfCorruptRecord", ColumnNames.MALFORMED)
                .option("ignoreLeadingWhiteSpace", true)
                .option("ignoreTrailingWhiteSpace", true)
                .option("escape", "\"")
                .schema(CsvHeader.texts(columns))
                .csv(source.path())
                .withColumn(ColumnNames.FILE, col("_metadata.file_path"));
        Object[] missing = source.nullValues().stream().map(String::strip).toArray();
        List<Column> normalized = new ArrayList<>();
        for (String column : columns) {
            Column text = trim(ColumnNames.of(column));
            normalized.add(when(text.isin(missing).or(text.equalTo("")), lit(null))
                    .otherwise(text)
                    .as(column));
        }
        normalized.add(col(ColumnNames.MALFORMED));
        normalized.add(col(ColumnNames.FILE));
        return rows.select(normalized.toArray(Column[]::new));
    }

    private Dataset<Row> json(SourceSpec source) {
        DataFrameReader reader =
                reader(source).option("mode", "PERMISSIVE").option("columnNameOfCorruptRecord", ColumnNames.MALFORMED);
        if (source.schema().isPresent()) {
            StructType schema = source.schema().get().add(ColumnNames.MALFORMED, "string");
            return reader.schema(schema).json(source.path()).withColumn(ColumnNames.FILE, col("_metadata.file_path"));
        }
        Dataset<Row> rows = reader.json(source.path());
        StructType schema = Arrays.asList(rows.columns()).contains(ColumnNames.MALFORMED)
                ? rows.schema()
                : rows.schema().add(ColumnNames.MALFORMED, "string");
        return reader.schema(schema).json(source.path()).withColumn(ColumnNames.FILE, col("_metadata.file_path"));
    }

    private Dataset<Row> table(SourceSpec source) {
        boolean jdbc = source.format().equals("jdbc");
        try {
            DataFrameReader reader = reader(source).format(source.format());
            Dataset<Row> rows = jdbc ? reader.load() : reader.load(source.path());
            return rows.withColumn(ColumnNames.MALFORMED, lit(null).cast("string"))
                    .withColumn(ColumnNames.FILE, lit(jdbc ? "jdbc" : source.path()));
        } catch (RuntimeException e) {
            // The driver's own message may hold the connection's password.
            throw LeptonException.configuration(
                    "Cannot read " + source.name() + ": "
                            + (jdbc
                                    ? e.getClass().getSimpleName()
                                            + " from the JDBC driver. Check url, query, user and password, and that the driver is on the class path"
                                    : e.getMessage())
                            + ".",
                    jdbc ? null : e);
        }
    }

    private DataFrameReader reader(SourceSpec source) {
        return spark.read().options(source.options());
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
