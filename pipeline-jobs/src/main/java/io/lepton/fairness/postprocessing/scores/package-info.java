/**
 * Scores of groups, counted in one pass: each distinct score exactly where they are few, in fine bins otherwise; and distributions and
 * monotone maps made of the counts.
 */
package io.lepton.fairness.postprocessing.scores;
