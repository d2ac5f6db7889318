/** Smaller models that say nearly the same: fewer trees, and trees without the splits that tell least. */
package io.lepton.training.compression;
