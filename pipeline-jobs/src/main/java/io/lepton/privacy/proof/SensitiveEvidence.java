package io.lepton.privacy.proof;

import java.util.OptionalDouble;

/**
 * What the classes of a published table tell of a sensitive column: the worst class by each measure. A missing value is a value.
 *
 * @param distinctL least number of different values
 * @param entropyL e to the least entropy: as many equally frequent values would be as uncertain
 * @param recursiveC greatest ratio of the most frequent value to all from the l-th most frequent on, infinite where there are fewer than l;
 *     absent unless that diversity was asked for
 * @param closenessT greatest earth mover's distance to the whole table; by the ground distance asked for, or else with all values equally
 *     far apart
 * @param holds whether all that was asked for is reached
 */
public record SensitiveEvidence(
        String column, long distinctL, double entropyL, OptionalDouble recursiveC, double closenessT, boolean holds) {}
