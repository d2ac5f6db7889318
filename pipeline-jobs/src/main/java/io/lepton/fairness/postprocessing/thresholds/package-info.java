/**
 * The mathematics of thresholds per group (Hardt, Price and Srebro, 2016, "Equality of opportunity in supervised learning"): what rates
 * a group can have by thresholds of its scores and by mixing two of them is a convex curve; the best rates that all groups can share are
 * found on the curves. Knows no Spark.
 */
package io.lepton.fairness.postprocessing.thresholds;
