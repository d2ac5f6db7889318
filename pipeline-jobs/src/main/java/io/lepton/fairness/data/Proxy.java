package io.lepton.fairness.data;

import io.lepton.fairness.counts.CrossTab;
import io.lepton.fairness.stats.Association;

/**
 * How much one feature tells of a protected attribute. Figures are of the (at most ten) largest groups that are large enough.
 *
 * @param mutualInformation in nats, less the bias of its estimate
 * @param normalizedMutualInformation the same as a share of the attribute's entropy: 0 tells nothing, 1 tells all
 * @param pValue of the G-test that feature and attribute are independent
 * @param adjustedPValue the same, corrected by Holm's method for all features and attributes
 * @param auc how well the feature alone ranks people of a group above others, on rows held out, as the mean over groups by their size:
 *     0.5 is guessing, 1 is certain
 * @param accuracy share of held-out rows whose group is guessed right from the feature alone
 * @param baseAccuracy share of the largest group: what guessing it always gets right
 * @param likeliestGroup the largest group
 */
public record Proxy(
        String attribute,
        String feature,
        double mutualInformation,
        double normalizedMutualInformation,
        double pValue,
        double adjustedPValue,
        double auc,
        double accuracy,
        double baseAccuracy,
        String likeliestGroup) {

    /** One that has no p-value among others yet. */
    static Proxy of(String feature, CrossTab byHalf, ComparedGroups groups) {
        long[][] counts = new long[byHalf.size(1)][groups.size()];
        for (int code = 0; code < counts.length; code++) {
            for (int group = 0; group < groups.size(); group++) {
                for (int half = 0; half < byHalf.size(0); half++) {
                    counts[code][group] += byHalf.at(half, code, groups.codes().get(group));
                }
            }
        }
        Association association = Association.of(counts);
        Guess guess = Guess.of(byHalf, groups);
        return new Proxy(
                groups.attribute(),
                feature,
                association.corrected(),
                association.normalized(),
                association.pValue(),
                association.pValue(),
                guess.auc(),
                guess.accuracy(),
                groups.baseAccuracy(),
                groups.names().get(0));
    }

    Proxy adjusted(double newPValue) {
        return new Proxy(
                attribute,
                feature,
                mutualInformation,
                normalizedMutualInformation,
                pValue,
                newPValue,
                auc,
                accuracy,
                baseAccuracy,
                likeliestGroup);
    }
}
