/**
 * What may be asked about a table with differential privacy, and what is answered: plain values, which {@link
 * io.lepton.privacy.release.PrivateAggregation} turns from the one into the other. A {@link
 * io.lepton.privacy.aggregate.PrivateQuery} names the groups, the statistics of each, how much of a person is used, and what all of it may
 * cost; a {@link io.lepton.privacy.aggregate.Release} holds noised figures.
 */
package io.lepton.privacy.aggregate;
