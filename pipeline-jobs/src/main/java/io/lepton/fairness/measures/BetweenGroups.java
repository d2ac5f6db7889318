package io.lepton.fairness.measures;

import io.lepton.fairness.counting.GroupTally;
import io.lepton.fairness.estimate.Distance;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Exact;
import io.lepton.fairness.estimate.Mapped;
import io.lepton.fairness.estimate.TestInversion;
import io.lepton.fairness.resampling.PoissonCells;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Measures that tell of all groups of an attribute at a time, those too small to be judged among them, but none that is withheld. */
public final class BetweenGroups {
    public static final String CONDITIONAL_DEMOGRAPHIC_DISPARITY = "conditional_demographic_disparity";
    public static final String BETWEEN_GROUP_GENERALIZED_ENTROPY = "between_group_generalized_entropy_index";
    public static final String NORMALIZED_DISCOUNTED_KL = "normalized_discounted_kl_divergence";

    public static final Set<String> NAMES =
            Set.of(CONDITIONAL_DEMOGRAPHIC_DISPARITY, BETWEEN_GROUP_GENERALIZED_ENTROPY, NORMALIZED_DISCOUNTED_KL);

    /** Of more groups than these no ranking is told: each bin of scores holds a number a group. */
    private static final int MOST_RANKED = 500;

    private BetweenGroups() {}

    /** What is known of fewer than two groups. */
    public static Map<String, Estimate> undefined() {
        Map<String, Estimate> figures = new LinkedHashMap<>();
        NAMES.forEach(name -> figures.put(name, new Exact(Double.NaN)));
        return figures;
    }

    /** Figures by name. */
    public static Map<String, Estimate> of(List<GroupTally> groups, GroupTally everybody) {
        double[] chosen = new double[2 * groups.size()];
        double[] benefits = new double[3 * groups.size()];
        for (int i = 0; i < groups.size(); i++) {
            Outcomes outcomes = Outcomes.of(groups.get(i));
            chosen[2 * i] = outcomes.all() - outcomes.selected();
            chosen[2 * i + 1] = outcomes.selected();
            benefits[3 * i] = outcomes.falseNegatives();
            benefits[3 * i + 1] = outcomes.truePositives() + outcomes.trueNegatives();
            benefits[3 * i + 2] = outcomes.falsePositives();
        }
        double rowsPerWeight = everybody.rowsPerWeight();
        Distance entropy = TestInversion.USUAL
                .of(
                        benefits,
                        new PoissonCells(rowsPerWeight),
                        share -> Benefits.apart(benefits, share),
                        TestInversion.Truth.DISTANCE,
                        List.of(counts -> VectorNorm.euclidean(Benefits.distancesOfGroups(counts))))
                .get(0);
        Map<String, Estimate> figures = new LinkedHashMap<>();
        figures.put(CONDITIONAL_DEMOGRAPHIC_DISPARITY, new ConditionalDisparity(chosen, rowsPerWeight).estimate());
        figures.put(BETWEEN_GROUP_GENERALIZED_ENTROPY, new Mapped(entropy, x -> x * x / 2, x -> x));
        if (groups.size() <= MOST_RANKED) {
            figures.put(NORMALIZED_DISCOUNTED_KL, new DiscountedDivergence(groups, everybody).estimate());
        }
        return figures;
    }
}
