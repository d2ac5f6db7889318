/**
 * Functions of one column's values that need more than Spark's own: masks that keep the format, and dates that move by a secret number of
 * days. {@link io.lepton.privacy.ColumnProtection} says what each is for.
 */
package io.lepton.privacy.column;
