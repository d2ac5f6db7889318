/**
 * Functions of one column's values that need more than Spark's own: masks that keep the format, dates that move by a secret number of
 * days, and noise of differential privacy. {@link io.lepton.privacy.ColumnProtection} says what each is for.
 */
package io.lepton.privacy.column;
