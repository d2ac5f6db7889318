/**
 * The search for classes of at least k rows that lose little, on the histogram of quasi-identifier combinations: plain arrays, no Spark.
 * Start at {@link io.lepton.privacy.recoding.LocalRecoder}.
 */
package io.lepton.privacy.recoding;
