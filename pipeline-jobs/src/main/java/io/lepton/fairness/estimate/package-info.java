/**
 * Figures with their uncertainty: what was measured, its interval at any level of confidence, how two of them compare, and whether several
 * differ by more than chance.
 *
 * <p>Proportions have Wilson's score interval (1927), differences Newcombe's hybrid of two intervals (1998; for any estimates, Zou and
 * Donner 2008), ratios of proportions Miettinen and Nurminen's (1985); means Student's (1908), other figures the delta method on the scale that
 * suits them, distances an inverted test (Carpenter 1999), and means over shared ranks a score test. Several comparisons at a time share their error by Bonferroni's bound;
 * p-values of many hypotheses are adjusted by Holm (1979), and by Benjamini and Hochberg (1995) where the false discovery rate is meant.
 */
package io.lepton.fairness.estimate;
