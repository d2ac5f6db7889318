/** Learning curves while a model trains: what tasks record reaches the driver within a heartbeat, over Spark's own connections. */
package io.lepton.training.curves;
