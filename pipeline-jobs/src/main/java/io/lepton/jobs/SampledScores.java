package io.lepton.jobs;

import static org.apache.spark.sql.functions.col;

import java.util.Optional;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The scored rows of which scoring kept what the model saw, read once, and kept where they were read until they are closed. They are kept as the
 * rows that Spark computes with: its cache of tables would have to clone the session, and to arrange them by columns, which takes longer than to read
 * them.
 *
 * @param rows all, where nothing was kept
 */
record SampledScores(Dataset<Row> rows, Optional<JavaRDD<InternalRow>> kept) implements AutoCloseable {

    /** Reads them at the first use, without what is the same in all rows. */
    static SampledScores of(Dataset<Row> scores) {
        Optional<CountedBatch> counted = CountedBatch.of(scores);
        if (counted.isPresent()) {
            return kept(
                    scores.sparkSession(),
                    counted.get().sampled(),
                    counted.get().sample());
        }
        if (!InputSample.isIn(scores.schema().apply(AuditedColumns.NAME).dataType())) {
            return new SampledScores(scores, Optional.empty());
        }
        Dataset<Row> sampled = scores.where(
                        col(AuditedColumns.NAME).getField(InputSample.NAME).isNotNull())
                .drop("model_name", "model_version", "run_id", "scored_at");
        return kept(
                scores.sparkSession(),
                sampled.queryExecution().toRdd().toJavaRDD().map(InternalRow::copy),
                sampled.schema());
    }

    private static SampledScores kept(SparkSession spark, JavaRDD<InternalRow> rows, StructType schema) {
        JavaRDD<InternalRow> kept = rows.persist(StorageLevel.MEMORY_AND_DISK());
        return new SampledScores(spark.internalCreateDataFrame(kept.rdd(), schema, false), Optional.of(kept));
    }

    @Override
    public void close() {
        kept.ifPresent(rdd -> rdd.unpersist(false));
    }
}
