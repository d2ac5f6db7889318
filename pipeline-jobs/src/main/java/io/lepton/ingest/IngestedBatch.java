package io.lepton.ingest;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A source, read: {@code rowsIn = rowsAccepted + rowsQuarantined}. Holds the parsed source in Spark's cache until it is closed.
 *
 * @param quarantined columns record (original text or the row as JSON), reason, source_file
 */
public record IngestedBatch(
        Dataset<Row> accepted,
        Dataset<Row> quarantined,
        long rowsIn,
        long rowsAccepted,
        long rowsQuarantined,
        List<ExpectationResult> expectations,
        Dataset<Row> cached)
        implements AutoCloseable {

    public IngestedBatch {
        expectations = List.copyOf(expectations);
        if (rowsIn != rowsAccepted + rowsQuarantined) {
            throw new IllegalStateException("Rows were lost: " + rowsIn + " in, " + rowsAccepted + " accepted, "
                    + rowsQuarantined + " quarantined");
        }
    }

    @Override
    public void close() {
        cached.unpersist();
    }
}
