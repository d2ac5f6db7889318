package io.lepton.fairness;

import io.lepton.error.LeptonException;
import java.util.List;
import java.util.Map;

/**
 * What to audit.
 *
 * @param labelColumn numeric: 0 or 1 (binary), 0, 1, 2, ... (classes) or any value (regression)
 * @param scoreColumn numeric: the probability of class 1, 0 to 1; ranks rows for the AUC; used for binary labels only
 * @param predictionColumn numeric, in the label's coding; 1 means selected (binary)
 * @param protectedAttributes columns that say which group a person belongs to
 * @param bins ascending edges of ranges, by protected attribute: [25, 45] makes "&lt; 25", "25 to &lt; 45", "≥ 45"
 * @param minimumCount rows below which a group is shown, but not judged
 * @param privacyThreshold rows below which a group's count and rates are withheld
 */
public record AuditInput(
        String labelColumn,
        String scoreColumn,
        String predictionColumn,
        List<String> protectedAttributes,
        Map<String, List<Double>> bins,
        int minimumCount,
        int privacyThreshold) {

    public AuditInput {
        protectedAttributes = protectedAttributes.stream().distinct().toList();
        bins = Map.copyOf(bins);
        if (minimumCount < 0 || privacyThreshold < 0) {
            throw LeptonException.configuration(
                    "Cannot audit fairness: minimum-count is %d and privacy-threshold is %d; neither may be negative."
                            .formatted(minimumCount, privacyThreshold));
        }
    }
}
