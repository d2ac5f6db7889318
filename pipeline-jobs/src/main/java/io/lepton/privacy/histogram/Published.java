package io.lepton.privacy.histogram;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table as it may be published.
 *
 * @param lossByColumn normalized certainty penalty of each quasi-identifier, averaged over all rows
 */
public record Published(Dataset<Row> rows, long rowsSuppressed, double[] lossByColumn) {}
