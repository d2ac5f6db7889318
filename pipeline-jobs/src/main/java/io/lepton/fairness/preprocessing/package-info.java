/**
 * Repairs before training: weights of rows (Kamiran and Calders, 2012), features whose distributions are made alike (Feldman et al.,
 * 2015), and features without linear correlation to a protected attribute. Each is an estimator of Spark ML whose model keeps a small
 * table, and reads its rows once.
 */
package io.lepton.fairness.preprocessing;
