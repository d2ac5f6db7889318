/** The arithmetic of quality measures, exact and over distributed rows: confusion matrices and curves over ranked scores. */
package io.lepton.training.metrics;
