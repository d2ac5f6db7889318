/**
 * Counts people in one pass: which group each belongs to, and per group what was decided, what was true, and how scores are spread. Counts of
 * parts of the rows add up, so that tasks count alone and only counts travel. Every figure of an audit follows from them.
 */
package io.lepton.fairness.counting;
