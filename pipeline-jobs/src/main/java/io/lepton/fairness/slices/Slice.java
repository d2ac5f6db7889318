package io.lepton.fairness.slices;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows that meet all of some conditions, and how the model does on them.
 *
 * @param conditions at least one, at most one a column, in the order of the searched columns
 * @param rows that meet them
 * @param meanLoss of these rows
 * @param restLoss mean loss of all other rows
 * @param effectSize √2·(meanLoss − restLoss) ÷ √(variance here + variance elsewhere) (Chung et al. 2019): 0.2 is small, 0.8 large
 * @param pValue of Welch's one-sided t-test that the mean loss here is no larger than elsewhere
 * @param adjustedPValue the same, corrected for all slices that could have been found
 * @param score SliceLine's: α·(meanLoss ÷ mean loss of all − 1) − (1 − α)·(rows of all ÷ rows − 1)
 */
public record Slice(
        List<Condition> conditions,
        long rows,
        double meanLoss,
        double restLoss,
        double effectSize,
        double pValue,
        double adjustedPValue,
        double score) {

    /** A column and the text or range that its value is, as "age" and "&gt; 20 to 30". */
    public record Condition(String column, String value) {}

    /** "age &gt; 20 to 30 and sector = private". */
    public String description() {
        return conditions.stream()
                .map(condition ->
                        condition.value().startsWith("> ") || condition.value().startsWith("≤ ")
                                ? condition.column() + " " + condition.value()
                                : condition.column() + " = " + condition.value())
                .collect(Collectors.joining(" and "));
    }
}
