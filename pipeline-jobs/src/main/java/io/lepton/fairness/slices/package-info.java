/**
 * Finds the slices of data, such as "age ≤ 25 and sector = private", on which a model errs most, without being told where to look.
 *
 * <p>{@link io.lepton.fairness.slices.SliceSearch} walks the lattice of conjunctions level by level, one pass over the rows a level. Slices
 * are ranked and pruned by the score and the upper bounds of Sagadeeva and Boehm (2021), "SliceLine: Fast, Linear-Algebra-based Slice
 * Finding for ML Model Debugging"; effect sizes and the test of each slice against the rest are those of Chung et al. (2019), "Automated
 * Data Slicing for Model Validation".
 */
package io.lepton.fairness.slices;
