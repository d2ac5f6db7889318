/** Commands, options, exit codes, progress, and what a person reads in a terminal. Commands that need no Spark never load it. */
package io.lepton.cli;
