/** {@code lepton bench audit}: what an audit costs beside reading and counting the rows, beside an aggregation a metric, and within the scoring job. */
package io.lepton.cli.bench.audit;
