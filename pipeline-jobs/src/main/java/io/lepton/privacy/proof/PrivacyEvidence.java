package io.lepton.privacy.proof;

import java.util.List;

/**
 * What a published table itself shows about how well people hide in it.
 *
 * @param kRequired the k that was promised
 * @param rows of the table
 * @param classes distinct combinations of the quasi-identifiers
 * @param smallestClass rows of the smallest class; 0 for an empty table
 * @param uniques rows whose combination nobody else has
 * @param averageClassSize mean rows a class
 * @param discernibility discernibility metric over the published rows, Σ|E|²
 * @param prosecutorRisk chance, 0 to 1, to pick the right row of somebody known to be in the table: 1 / smallest class
 * @param marketerRisk expected share, 0 to 1, of people re-identified if all were tried: classes / rows
 * @param sizes how many classes there are of which size, small ones first
 * @param sensitive what the classes tell of each sensitive column
 * @param holds whether every class has at least k rows, and is as diverse and as close as asked
 */
public record PrivacyEvidence(
        int kRequired,
        long rows,
        long classes,
        long smallestClass,
        long uniques,
        double averageClassSize,
        double discernibility,
        double prosecutorRisk,
        double marketerRisk,
        List<ClassSizes> sizes,
        List<SensitiveEvidence> sensitive,
        boolean holds) {
    public PrivacyEvidence {
        sizes = List.copyOf(sizes);
        sensitive = List.copyOf(sensitive);
    }

    /**
     * Chance to pick the right row of somebody who need not be in the table. Who else is in the population is not known here, so that this
     * is its upper bound: as if nobody was.
     */
    public double journalistRisk() {
        return prosecutorRisk;
    }

    /** C_avg = (rows / classes) / k of LeFevre et al.: 1 is the best that can be reached. */
    public double normalizedAverageClassSize() {
        return averageClassSize / kRequired;
    }

    /** The discernibility metric with every suppressed row charged the size of the raw table: Σ|E|² + suppressed · N. */
    public double discernibility(long suppressed) {
        return discernibility + (double) suppressed * (rows + suppressed);
    }
}
