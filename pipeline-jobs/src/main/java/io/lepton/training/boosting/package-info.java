/**
 * XGBoost's rounds (Chen and Guestrin, 2016) in tasks of our own. Each task holds its rows as one matrix; what the loop of rounds sees goes
 * into checkpoints and curves, and decides when to stop.
 */
package io.lepton.training.boosting;
