/** Scoring, beside the libraries whose models it scores and beside copying a table. */
package io.lepton.cli.bench.score;
