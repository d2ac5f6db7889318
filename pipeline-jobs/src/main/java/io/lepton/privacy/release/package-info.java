/**
 * Aggregates of a table that are (ε, δ)-differentially private for whole people: whoever knows everybody else's rows learns next to
 * nothing from what is released about whether one person is in the table at all. Start at {@link
 * io.lepton.privacy.release.PrivateAggregation}.
 *
 * <ol>
 *   <li>Contributions are bounded: of each person's rows, at most so many groups, and of each group at most so many rows, are kept,
 *       chosen at random ({@link io.lepton.privacy.aggregate.Contribution}).
 *   <li>Values are clamped to bounds: those that were given, or others that are estimated from a part of the budget by a logarithmic
 *       histogram, the way of Google's library for differential privacy ("ApproxBounds").
 *   <li>Groups that the user did not list are published with a probability that depends on how many people they hold: the optimal rule of
 *       Desfontaines, Voss, Gipson, Mandayam (2022, "Differentially private partition selection").
 *   <li>Counts and sums are integers and get exact geometric noise ({@link io.lepton.privacy.noise}); means are a noised sum of distances
 *       from the middle of the bounds over a noised count; quantiles are read off a tree of noised counts (Hay, Rastogi, Miklau, Suciu,
 *       2010; 16 children a node and 4 levels as in Google's library).
 * </ol>
 *
 * <p>Budgets add up: what is asked for in one query shares its ε and δ equally (sequential composition, Dwork and Roth, 2014, theorem
 * 3.16), as {@link io.lepton.privacy.aggregate.Share}s say. Two tables are neighbours if one holds the rows of one person more; without a
 * person column, one row more. The names and types of columns are taken to be no secret.
 */
package io.lepton.privacy.release;
