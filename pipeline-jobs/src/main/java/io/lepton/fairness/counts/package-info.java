/**
 * Counts of rows by several columns at once. Columns become small whole numbers, their codes ({@link
 * io.lepton.fairness.counts.ColumnCodes}): the commonest texts, or ranges of numbers that hold about equally many rows. {@link
 * io.lepton.fairness.counts.TableProfile} finds them in one pass, {@link io.lepton.fairness.counts.CodedRows} keeps the rows as blocks of
 * codes, and {@link io.lepton.fairness.counts.CrossTab} holds counts by the codes of some columns. Whatever a column holds, memory is
 * bounded by the number of codes that it is given; no row reaches the driver.
 */
package io.lepton.fairness.counts;
