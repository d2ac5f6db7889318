/** Samples of rows that were counted in cells, as they would be drawn if a hypothesis held: no row is read again. */
package io.lepton.fairness.resampling;
