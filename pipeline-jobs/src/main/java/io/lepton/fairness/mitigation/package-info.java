/**
 * What all repairs of unfairness share: a word on when they act and what they need, stages of Spark ML that read a protected attribute,
 * how what they fitted is saved, and how a model and its repair become one. The repairs themselves are in {@code preprocessing} and {@code postprocessing}.
 *
 * <p>A group is the text of the protected columns, several joined by ", " (then people are told apart by intersections); rows without a
 * value are a group, "(missing)".
 */
package io.lepton.fairness.mitigation;
