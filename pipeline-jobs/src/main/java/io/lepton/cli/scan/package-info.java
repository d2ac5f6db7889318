/** The commands that look at a data file: {@code lepton scan} prints what in it is personal, {@code lepton init} drafts a pipeline file from it. */
package io.lepton.cli.scan;
