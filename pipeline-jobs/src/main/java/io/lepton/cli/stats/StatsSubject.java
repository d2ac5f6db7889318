package io.lepton.cli.stats;

import io.lepton.lake.Lake;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What statistics are about.
 *
 * @param name whose budget is charged: a table of the lake, or where a file is
 * @param lake where the ledger is
 */
public record StatsSubject(String name, Dataset<Row> rows, Lake lake) {}
