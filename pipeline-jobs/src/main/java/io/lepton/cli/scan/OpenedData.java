package io.lepton.cli.scan;

import io.lepton.error.LeptonException;
import io.lepton.ingest.IngestedBatch;
import io.lepton.ingest.Ingestion;
import io.lepton.jobs.InputSize;
import io.lepton.privacy.scan.DataProfile;
import io.lepton.privacy.scan.DataScanner;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A data file being looked at, with the Spark that reads it. */
public record OpenedData(SparkSession spark, DataFile file) implements AutoCloseable {

    public static OpenedData of(DataFile file, SessionOpener opener) {
        return new OpenedData(
                opener.open(file.name(), () -> new InputSize(new Configuration())
                        .of(file.path().toString())),
                file);
    }

    /** Parquet and Delta are read once; texts are first parsed and typed as a pipeline would, and kept for that. */
    DataProfile profile() {
        Ingestion ingestion = new Ingestion(spark);
        DataProfile profile;
        if (file.typed()) {
            profile = ingestion.read(file.source(), new DataScanner()::scan);
        } else {
            try (IngestedBatch batch = ingestion.ingest(file.source(), List.of(), List.of())) {
                profile = new DataScanner().scan(batch.accepted().drop("row_id"));
            }
        }
        if (profile.rows() == 0) {
            throw LeptonException.data("Cannot scan " + file.path() + ": it holds no rows.");
        }
        return profile;
    }

    /**
     * What is made of the file's own rows: texts are typed as a pipeline would, and are gone afterwards.
     *
     * @param consumer takes the rows, and how many records of the file are none
     */
    void use(ObjLongConsumer<Dataset<Row>> consumer) {
        Ingestion ingestion = new Ingestion(spark);
        if (file.typed()) {
            ingestion.read(file.source(), rows -> {
                consumer.accept(rows, 0);
                return rows;
            });
            return;
        }
        try (IngestedBatch batch = ingestion.ingest(file.source(), List.of(), List.of())) {
            consumer.accept(batch.accepted().drop("row_id"), batch.rowsQuarantined());
        }
    }

    @Override
    public void close() {
        spark.close();
    }
}
