/**
 * Statistics on counts: distances between distributions ({@link io.lepton.fairness.stats.Distances}), how much one column tells of another
 * ({@link io.lepton.fairness.stats.Association}), the area under the ROC curve of counted scores ({@link
 * io.lepton.fairness.stats.RankedCounts}), and a logistic regression ({@link io.lepton.fairness.stats.MultinomialLogit}). Nothing here knows of
 * tables or Spark.
 */
package io.lepton.fairness.stats;
