package io.lepton.fairness;

import io.lepton.error.LeptonException;
import io.lepton.fairness.counting.AuditTask;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to audit.
 *
 * @param labelColumn numeric: 0 or 1 (binary), 0, 1, 2, ... (classes) or any value (regression); null or NaN where it is not known
 * @param scoreColumn numeric; of binary labels: ranks rows, and calibration is told of probabilities, 0 to 1; of classes: the probability of the one
 *     that is predicted
 * @param probabilitiesColumn of classes: the probability of each, by its number (array or vector of double); absent: not known
 * @param predictionColumn numeric, in the label's coding; 1 means selected (binary)
 * @param weightColumn numeric, not negative: how many rows each row stands for; absent: one
 * @param protectedAttributes columns that say which group a person belongs to
 * @param bins ascending edges of ranges, by protected attribute: [25, 45] makes "&lt; 25", "25 to &lt; 45", "≥ 45"
 * @param depth of intersections: 1 compares single attributes, 2 also each pair of them, 3 each three
 * @param judgement how large a group must be
 * @param task what labels and predictions are; {@link AuditTask#GUESSED} where nobody knows
 */
public record AuditInput(
        String labelColumn,
        String scoreColumn,
        Optional<String> probabilitiesColumn,
        String predictionColumn,
        Optional<String> weightColumn,
        List<String> protectedAttributes,
        Map<String, List<Double>> bins,
        int depth,
        Judgement judgement,
        AuditTask task) {

    /**
     * From when on a group is compared with others.
     *
     * @param minimumRows below which a group is shown, but not judged
     * @param minimumOutcomes rows labelled 1, and rows labelled 0, below which a group is shown, but not judged; of several classes, not judged by the
     *     figures of a class: rows labelled with it, and other rows
     * @param privacyThreshold rows below which a group's count and rates are withheld
     */
    public record Judgement(int minimumRows, int minimumOutcomes, int privacyThreshold) {
        public static final Judgement USUAL = new Judgement(30, 30, 10);

        public Judgement {
            if (minimumRows < 0 || minimumOutcomes < 0 || privacyThreshold < 0) {
                throw LeptonException.configuration(
                        "Cannot audit fairness: minimum-count is %d, minimum-outcomes is %d and privacy-threshold is %d; none may be negative."
                                .formatted(minimumRows, minimumOutcomes, privacyThreshold));
            }
        }
    }

    public AuditInput {
        protectedAttributes = protectedAttributes.stream().distinct().toList();
        bins = Map.copyOf(bins);
        if (depth < 1) {
            throw LeptonException.configuration(
                    "Cannot audit fairness: the depth of intersections is %d. Give 1 to compare single attributes, 2 for pairs, too."
                            .formatted(depth));
        }
    }

    /** Compares single attributes and pairs of them, of rows that stand for one each; what the task is shows in the rows. */
    public static AuditInput of(String label, String score, String prediction, List<String> protectedAttributes) {
        return new AuditInput(
                label,
                score,
                Optional.empty(),
                prediction,
                Optional.empty(),
                protectedAttributes,
                Map.of(),
                2,
                Judgement.USUAL,
                AuditTask.GUESSED);
    }

    public AuditInput withProbabilities(Optional<String> column) {
        return with(column, weightColumn, bins, depth, judgement, task);
    }

    public AuditInput withBins(Map<String, List<Double>> edges) {
        return with(probabilitiesColumn, weightColumn, edges, depth, judgement, task);
    }

    public AuditInput withWeight(Optional<String> column) {
        return with(probabilitiesColumn, column, bins, depth, judgement, task);
    }

    public AuditInput withDepth(int intersections) {
        return with(probabilitiesColumn, weightColumn, bins, intersections, judgement, task);
    }

    public AuditInput withJudgement(Judgement sizes) {
        return with(probabilitiesColumn, weightColumn, bins, depth, sizes, task);
    }

    /** What the task is, whatever the rows happen to hold. */
    public AuditInput withTask(AuditTask told) {
        return with(probabilitiesColumn, weightColumn, bins, depth, judgement, told);
    }

    private AuditInput with(
            Optional<String> probabilities,
            Optional<String> weight,
            Map<String, List<Double>> edges,
            int intersections,
            Judgement sizes,
            AuditTask told) {
        return new AuditInput(
                labelColumn,
                scoreColumn,
                probabilities,
                predictionColumn,
                weight,
                protectedAttributes,
                edges,
                intersections,
                sizes,
                told);
    }
}
