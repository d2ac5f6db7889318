package io.lepton.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.delta.DeltaLog;
import org.apache.spark.sql.delta.Snapshot;
import org.apache.spark.sql.delta.actions.AddFile;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.collection.JavaConverters;

/**
 * The files of one table as files of another that has some of its columns: copied, not written anew.
 *
 * @param columns that are copied
 */
record FileAppend(SparkSession spark, TableFiles from, DeltaLog to, List<String> columns) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What is told of a column's values, but for its name. */
    private static final List<String> STATISTICS = List.of("minValues", "maxValues", "nullCount");

    /** Whether both tables are as plain as that takes: the same names in files as in the table, nothing encrypted, nothing computed. */
    boolean isPossible(Snapshot target) {
        return isPlain(from.snapshot(), columns)
                && isPlain(target, Arrays.asList(target.schema().fieldNames()))
                && Arrays.stream(target.schema().fields()).allMatch(StructField::nullable)
                && namesAndTypes(target.schema()).equals(expected());
    }

    private static boolean isPlain(Snapshot table, List<String> columns) {
        return table.metadata().partitionColumns().isEmpty()
                && JavaConverters.mapAsJavaMap(table.metadata().configuration()).keySet().stream()
                        .noneMatch(name -> name.startsWith("delta.constraints.")
                                || name.startsWith("delta.columnMapping.")
                                || name.startsWith("delta.enableRowTracking")
                                || name.startsWith("delta.enableIcebergCompat")
                                || name.equals(TableSeal.SEAL)
                                || name.equals(TableSeal.KEYS))
                && Arrays.stream(table.schema().fields())
                        .filter(field -> columns.contains(field.name()))
                        .allMatch(field -> field.metadata().json().equals("{}"));
    }

    private List<String> expected() {
        return namesAndTypes(
                new StructType(Arrays.stream(from.snapshot().schema().fields())
                        .filter(field -> columns.contains(field.name()))
                        .toArray(StructField[]::new)));
    }

    private static List<String> namesAndTypes(StructType schema) {
        return Arrays.stream(schema.fields())
                .map(field -> field.name() + " " + field.dataType().json())
                .sorted()
                .toList();
    }

    /** Copies the files, which nobody sees yet. */
    List<AddFile> copies() {
        List<AddFile> files = from.files();
        DeltaLog log = from.snapshot().deltaLog();
        List<String> paths =
                files.stream().map(file -> file.absolutePath(log).toString()).toList();
        ColumnCopy copy = new ColumnCopy(
                List.copyOf(columns),
                to.dataPath().toString(),
                new SerializableConfiguration(log.newDeltaHadoopConf()));
        List<ColumnCopy.Copied> copies = JavaSparkContext.fromSparkContext(spark.sparkContext())
                .parallelize(paths, Math.max(1, paths.size()))
                .map(copy::copy)
                .collect();
        List<AddFile> added = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            added.add(added(files.get(i), copies.get(i).name(), copies.get(i).size()));
        }
        return added;
    }

    private AddFile added(AddFile file, String name, long size) {
        return file.copy(
                name,
                file.partitionValues(),
                size,
                System.currentTimeMillis(),
                true,
                statistics(file.stats()),
                file.tags(),
                file.deletionVector(),
                file.baseRowId(),
                file.defaultRowCommitVersion(),
                file.clusteringProvider());
    }

    /** Without those of columns that were left out. */
    private String statistics(String whole) {
        if (whole == null) {
            // Where Delta was told to take none.
            return whole;
        }
        try {
            JsonNode statistics = JSON.readTree(whole);
            for (String kind : STATISTICS) {
                if (statistics.get(kind) instanceof ObjectNode ofColumns) {
                    ofColumns.retain(columns);
                }
            }
            return JSON.writeValueAsString(statistics);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read Delta's statistics of a file: " + e.getMessage(), e);
        }
    }
}
