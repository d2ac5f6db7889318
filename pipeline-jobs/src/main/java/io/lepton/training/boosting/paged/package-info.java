/**
 * Matrices of XGBoost whose rows lie on the local disk (its external memory): neither Java's heap nor native memory has to hold a table. XGBoost4J
 * offers them for GPUs alone; its library has them for the CPU, too, and is called directly.
 */
package io.lepton.training.boosting.paged;
