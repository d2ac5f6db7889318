/**
 * Reads a source so that no record is lost: what fits goes on, everything else is set aside with its original text and the reason. A
 * source is parsed once; all expectations are checked in the same pass.
 */
package io.lepton.ingest;
