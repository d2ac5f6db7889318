/**
 * Probabilities that come true as often as they say: maps learned from predictions of rows that the model never saw ({@link
 * io.lepton.training.calibration.Calibrator}), and how far a model's probabilities are from that ({@link
 * io.lepton.training.calibration.Reliability}).
 */
package io.lepton.training.calibration;
