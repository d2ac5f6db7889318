/**
 * What a class of rows that are published alike must hold besides its size, so that somebody who finds a person's class does not learn the
 * person's sensitive value: l-diversity (Machanavajjhala et al., TKDD 2007) and t-closeness (Li, Li and Venkatasubramanian, ICDE 2007).
 *
 * <p>All of them are monotone: where two classes hold a criterion, their union does. The search relies on it.
 */
package io.lepton.privacy.criteria;
