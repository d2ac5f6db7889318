/** Measurements of training, each part in a class of its own so that it can be run alone. */
package io.lepton.cli.bench.train;
