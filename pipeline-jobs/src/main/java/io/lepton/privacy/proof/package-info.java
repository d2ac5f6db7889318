/**
 * What a published table itself shows about how well people hide in it: measured by queries over the table's rows that share no code with
 * the search for it. The definitions are those of the literature; where one of the search's formulas could be wrong in the same way twice,
 * another one for the same figure stands here (earth mover's distances over a tree as flows along its edges, along a line as the area
 * between two distribution functions).
 */
package io.lepton.privacy.proof;
