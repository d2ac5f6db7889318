package io.lepton.lake;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Copies Parquet files without some of their columns: the bytes of the others as they are, neither decoded nor compressed anew. Nothing of what is
 * left out comes along, its statistics and its name neither.
 *
 * @param kept names of columns, none of them within another
 * @param folder for the copies
 */
record ColumnCopy(List<String> kept, String folder, SerializableConfiguration configuration) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Where Spark tells itself the schema. */
    private static final String SPARK_SCHEMA = "org.apache.spark.sql.parquet.row.metadata";

    /** A file in the folder. */
    record Copied(String name, long size) implements Serializable {}

    /** Under a name of its own: two attempts of a task never write one file. */
    Copied copy(String from) {
        String name = "part-" + UUID.randomUUID() + "-c000.snappy.parquet";
        Path to = new Path(folder, name);
        try {
            return new Copied(name, copy(new Path(from), to, configuration.value()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy columns of " + from + " to " + to + ": " + e.getMessage(), e);
        }
    }

    private long copy(Path from, Path to, Configuration hadoop) throws IOException {
        HadoopInputFile input = HadoopInputFile.fromPath(from, hadoop);
        try (ParquetFileReader reader = ParquetFileReader.open(input);
                SeekableInputStream bytes = input.newStream()) {
            MessageType whole = reader.getFileMetaData().getSchema();
            MessageType schema = new MessageType(
                    whole.getName(),
                    whole.getFields().stream()
                            .filter(field -> kept.contains(field.getName()))
                            .toList());
            ParquetFileWriter writer = new ParquetFileWriter(
                    HadoopOutputFile.fromPath(to, hadoop),
                    schema,
                    ParquetFileWriter.Mode.CREATE,
                    ParquetWriter.DEFAULT_BLOCK_SIZE,
                    ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
                    ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                    ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                    ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED);
            writer.start();
            for (BlockMetaData block : reader.getRowGroups()) {
                writer.startBlock(block.getRowCount());
                for (ColumnChunkMetaData chunk : block.getColumns()) {
                    String[] path = chunk.getPath().toArray();
                    if (kept.contains(path[0])) {
                        writer.appendColumnChunk(
                                schema.getColumnDescription(path),
                                bytes,
                                chunk,
                                reader.readBloomFilter(chunk),
                                reader.readColumnIndex(chunk),
                                reader.readOffsetIndex(chunk));
                    }
                }
                writer.endBlock();
            }
            writer.end(told(reader.getFileMetaData().getKeyValueMetaData()));
        }
        return to.getFileSystem(hadoop).getFileStatus(to).getLen();
    }

    private Map<String, String> told(Map<String, String> ofWhole) {
        Map<String, String> told = new HashMap<>(ofWhole);
        told.computeIfPresent(SPARK_SCHEMA, (name, json) -> {
            StructType whole = (StructType) DataType.fromJson(json);
            return new StructType(Arrays.stream(whole.fields())
                            .filter(field -> kept.contains(field.name()))
                            .toArray(StructField[]::new))
                    .json();
        });
        return told;
    }
}
