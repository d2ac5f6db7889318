/**
 * What single columns hold: their values numbered ({@link io.lepton.privacy.values.Dictionary}), in order ({@link
 * io.lepton.privacy.values.OrderedValues}), below labels ({@link io.lepton.privacy.values.LabelTree}), and what the search is told of
 * them.
 */
package io.lepton.privacy.values;
