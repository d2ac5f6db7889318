/**
 * What trees ask of features, and the answers for a block of rows: a value is replaced by its rank among all that is asked of its feature,
 * so that trees compare small integers, and a question's answers for 64 rows are one word.
 */
package io.lepton.inference.ranks;
