/** {@code lepton generate}: census data of any size, for trying things out and measuring. */
package io.lepton.cli.generate;
