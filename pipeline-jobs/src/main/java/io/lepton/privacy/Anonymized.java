package io.lepton.privacy;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A protected table and what it cost.
 *
 * @param rows the table to publish, computed when it is used
 * @param rowsIn rows of the raw table
 * @param rowsSuppressed rows left out; rowsIn - rowsSuppressed rows are published
 * @param informationLossByColumn normalized certainty penalty (NCP) by quasi-identifier, 0 (as it was) to 1 (nothing left); numbers:
 *     span / range, categories: values or leaves / all of them (0 for one), a suppressed row counts as 1
 * @param normalizedCertaintyPenalty mean over the quasi-identifiers: the global certainty penalty, ΣNCP/(N·d)
 */
public record Anonymized(
        Dataset<Row> rows,
        long rowsIn,
        long rowsSuppressed,
        Map<String, Double> informationLossByColumn,
        double normalizedCertaintyPenalty) {}
