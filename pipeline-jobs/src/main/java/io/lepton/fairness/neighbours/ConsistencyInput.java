package io.lepton.fairness.neighbours;

import io.lepton.error.LeptonException;
import io.lepton.fairness.counts.CountedColumn;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/**
 * Whose decisions are compared with their neighbours'.
 *
 * @param features by which people are near each other: those that the model sees
 * @param decision a number by which rows are told apart: 0 and 1, or a class's; rows without one take no part
 * @param protectedAttributes whose groups are measured
 * @param bins edges of ranges, by protected attribute, as in {@link io.lepton.fairness.AuditInput}
 * @param neighbours how many decide what is usual (k); a row is the first of its own
 * @param minimumRows of a group in the sample, below which it is not measured
 */
public record ConsistencyInput(
        List<CountedColumn> features,
        Column decision,
        List<String> protectedAttributes,
        Map<String, List<Double>> bins,
        int neighbours,
        int minimumRows) {

    public ConsistencyInput {
        features = List.copyOf(features);
        protectedAttributes = List.copyOf(protectedAttributes);
        bins = Map.copyOf(bins);
        if (features.isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot measure consistency: no column says who is alike. Name those that the model sees.");
        }
        if (neighbours < 1) {
            throw LeptonException.configuration(
                    "Cannot measure consistency: each row has %d neighbours. Give at least 1.".formatted(neighbours));
        }
    }
}
