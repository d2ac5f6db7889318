/** Columns that are read, and computed, in batches: whoever only adds up what a table holds needs no rows. */
package io.lepton.columns;
