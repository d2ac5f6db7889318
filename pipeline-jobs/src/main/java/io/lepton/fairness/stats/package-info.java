/**
 * Statistics on counts: distances between distributions ({@link io.lepton.fairness.stats.Distances}), how much one column tells of another
 * ({@link io.lepton.fairness.stats.Association}), and the area under the ROC curve of counted scores ({@link
 * io.lepton.fairness.stats.RankedCounts}). Nothing here knows of tables or Spark.
 */
package io.lepton.fairness.stats;
