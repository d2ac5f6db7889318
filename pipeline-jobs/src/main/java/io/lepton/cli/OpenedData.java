package io.lepton.cli;

import io.lepton.ingest.IngestedBatch;
import io.lepton.ingest.Ingestion;
import io.lepton.jobs.InputSize;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A data file being looked at, with the Spark that reads it. */
record OpenedData(SparkSession spark, IngestedBatch batch) implements AutoCloseable {

    static OpenedData of(DataFile data) {
        SparkSession spark = Session.open(data.name(), () -> new InputSize(new Configuration())
                .of(data.path().toString()));
        try {
            return new OpenedData(spark, new Ingestion(spark).ingest(data.source(), List.of(), List.of()));
        } catch (RuntimeException e) {
            spark.close();
            throw e;
        }
    }

    /** The file's own columns. */
    Dataset<Row> rows() {
        return batch.accepted().drop("row_id");
    }

    @Override
    public void close() {
        try {
            batch.close();
        } finally {
            spark.close();
        }
    }
}
