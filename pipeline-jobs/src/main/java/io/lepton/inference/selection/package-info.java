/** Which rows of a scored batch are chosen. */
package io.lepton.inference.selection;
