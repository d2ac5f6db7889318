package io.lepton.cli.scan;

import io.lepton.lake.Lake;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Rows that a person asked about.
 *
 * @param name a table of the lake, or where a file is
 * @param unreadable records of a file that are no rows, and are not among them
 * @param lake where what is found is kept
 */
public record NamedRows(String name, Dataset<Row> rows, long unreadable, Lake lake) {}
