package io.lepton.jobs.forget;

import io.lepton.lake.Lake;
import io.lepton.lake.RunLedger;
import io.lepton.registry.ModelRegistry;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Where a person is looked for.
 *
 * @param table {@code T} of {@code raw/T}
 * @param keys columns that identify a row in all tables made of it
 * @param positions whether the key is the row's position, which means another row after the raw table was replaced
 * @param protections from raw keys to those of the trusted table: one for each key of a keyset that may have made them
 */
public record ForgetContext(
        SparkSession spark,
        Lake lake,
        RunLedger ledger,
        ModelRegistry registry,
        String pipeline,
        String table,
        List<String> keys,
        boolean positions,
        List<UnaryOperator<Dataset<Row>>> protections) {

    public ForgetContext {
        keys = List.copyOf(keys);
        protections = List.copyOf(protections);
    }

    String raw() {
        return "raw/" + table;
    }

    String quarantine() {
        return "quarantine/" + table;
    }

    String trusted() {
        return "trusted/" + table;
    }
}
