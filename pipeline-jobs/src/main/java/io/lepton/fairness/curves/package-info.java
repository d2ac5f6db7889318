/** Curves that show how a model ranks the people of one group, and whether its probabilities come true for them. */
package io.lepton.fairness.curves;
