/** Trees as sentences: {@link io.lepton.training.rules.TreeRules}. */
package io.lepton.training.rules;
