/**
 * {@code lepton stats}: aggregates with differential privacy, from the options through the budget's ledger to what a person reads. The
 * ledger is charged between the checks and the first row that is read.
 */
package io.lepton.cli.stats;
