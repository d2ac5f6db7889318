package io.lepton.jobs.forget;

import org.apache.spark.sql.Column;

/**
 * Rows of a person in a table.
 *
 * @param condition that they meet and no other row; its text tells nothing of the person
 */
record Holding(String table, long rows, Column condition) {}
