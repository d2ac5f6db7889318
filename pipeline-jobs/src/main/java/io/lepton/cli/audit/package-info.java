/** {@code lepton audit --scores}: what is asked of a score table made elsewhere, and how the answer reads in a terminal. */
package io.lepton.cli.audit;
