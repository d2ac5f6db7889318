package io.lepton.fairness.data;

import io.lepton.error.LeptonException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to look at. {@link #of} has the usual settings, and the methods named {@code with…} change them.
 *
 * @param labelColumn numeric: 0 or 1 (1 is the positive label), up to 20 classes, or a quantity
 * @param features columns that a model may see; those that are protected attributes are no proxies of themselves
 * @param protectedAttributes columns that say which group a person belongs to
 * @param bins ascending edges of ranges, by protected attribute
 * @param stratum a column whose values explain the label legitimately, for the conditional demographic disparity
 * @param keys columns that tell rows apart, for sampling; all columns where there are none
 * @param minimumCount rows below which a group is shown, but not compared
 * @param privacyThreshold rows below which a group's count and rates are withheld
 * @param maximumRows about how many rows are read at most; where there are more, a sample is
 * @param seed of the sample
 */
public record DataAuditInput(
        String labelColumn,
        List<String> features,
        List<String> protectedAttributes,
        Map<String, List<Double>> bins,
        Optional<String> stratum,
        List<String> keys,
        int minimumCount,
        int privacyThreshold,
        long maximumRows,
        long seed) {
    private static final int MINIMUM_COUNT = 30;
    private static final int PRIVACY_THRESHOLD = 10;
    private static final long MAXIMUM_ROWS = 200_000;

    public DataAuditInput {
        features = features.stream().distinct().toList();
        protectedAttributes = protectedAttributes.stream().distinct().toList();
        bins = Map.copyOf(bins);
        keys = List.copyOf(keys);
        if (protectedAttributes.isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot audit data: no protected attribute is named. Name a column that says which group a person belongs to.");
        }
        if (minimumCount < 0 || privacyThreshold < 0 || maximumRows < 1) {
            throw LeptonException.configuration(
                    "Cannot audit data: minimum count is %d, privacy threshold %d and the most rows %d; the first two may not be negative, and at least one row is needed."
                            .formatted(minimumCount, privacyThreshold, maximumRows));
        }
    }

    /** Groups of 30 rows are compared, those of 10 shown; 200,000 rows are read. */
    public static DataAuditInput of(String labelColumn, List<String> features, List<String> protectedAttributes) {
        return new DataAuditInput(
                labelColumn,
                features,
                protectedAttributes,
                Map.of(),
                Optional.empty(),
                List.of(),
                MINIMUM_COUNT,
                PRIVACY_THRESHOLD,
                MAXIMUM_ROWS,
                0);
    }

    /** With edges of ranges for numeric protected attributes. */
    public DataAuditInput withBins(Map<String, List<Double>> edges) {
        return new DataAuditInput(
                labelColumn,
                features,
                protectedAttributes,
                edges,
                stratum,
                keys,
                minimumCount,
                privacyThreshold,
                maximumRows,
                seed);
    }

    /** With the column within whose values groups are compared. */
    public DataAuditInput withStratum(String column) {
        return new DataAuditInput(
                labelColumn,
                features,
                protectedAttributes,
                bins,
                Optional.of(column),
                keys,
                minimumCount,
                privacyThreshold,
                maximumRows,
                seed);
    }

    /** With the rows below which a group is not compared, and those below which it is withheld. */
    public DataAuditInput withThresholds(int comparedFrom, int shownFrom) {
        return new DataAuditInput(
                labelColumn,
                features,
                protectedAttributes,
                bins,
                stratum,
                keys,
                comparedFrom,
                shownFrom,
                maximumRows,
                seed);
    }

    /** With a sample of about so many rows at most; which ones, the seed and the keys decide. */
    public DataAuditInput withSample(long rows, List<String> keyColumns, long sampleSeed) {
        return new DataAuditInput(
                labelColumn,
                features,
                protectedAttributes,
                bins,
                stratum,
                keyColumns,
                minimumCount,
                privacyThreshold,
                rows,
                sampleSeed);
    }
}
