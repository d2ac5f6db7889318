package io.lepton.fairness.data;

import io.lepton.fairness.counts.CrossTab;
import io.lepton.fairness.estimate.Estimate;
import io.lepton.fairness.estimate.Proportion;
import io.lepton.fairness.stats.Distances;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The groups of one attribute or pair with their counts by label, and what follows from them.
 *
 * @param groups in the order of their names
 * @param rows all of them
 * @param withheld names of the groups of which nothing is told
 */
record LabelBalance(
        String attributes,
        List<Counted> groups,
        long rows,
        Labels labels,
        int minimumCount,
        int privacyThreshold,
        Set<String> withheld) {

    /** @param byLabel counts by the label's code */
    record Counted(String group, long[] byLabel) {
        long count() {
            return Arrays.stream(byLabel).sum();
        }
    }

    List<GroupShare> shares() {
        return groups.stream().map(this::share).toList();
    }

    private GroupShare share(Counted group) {
        long count = group.count();
        if (withheld.contains(group.group())) {
            return new GroupShare(
                    attributes,
                    group.group(),
                    privacyThreshold,
                    true,
                    false,
                    Double.NaN,
                    Optional.empty(),
                    Double.NaN,
                    Optional.empty());
        }
        long known = Labels.known(group.byLabel());
        boolean rated = labels.binary() && known > 0;
        long positives = rated ? group.byLabel()[labels.positive()] : 0;
        return new GroupShare(
                attributes,
                group.group(),
                count,
                false,
                count >= minimumCount,
                (double) count / rows,
                Optional.of(new Proportion(count, rows).interval(Estimate.CONFIDENCE)),
                rated ? (double) positives / known : Double.NaN,
                rated ? Optional.of(new Proportion(positives, known).interval(Estimate.CONFIDENCE)) : Optional.empty());
    }

    /** Figures of every group that is large enough, against all other rows, where these are enough to be told of, too. */
    List<LabelDisparity> disparities() {
        long[] all = new long[groups.isEmpty() ? 1 : groups.get(0).byLabel().length];
        groups.forEach(group -> add(all, group.byLabel()));
        List<LabelDisparity> found = new ArrayList<>();
        for (Counted group : groups) {
            if (comparable(group)) {
                long[] rest = all.clone();
                for (int code = 0; code < rest.length; code++) {
                    rest[code] -= group.byLabel()[code];
                }
                found.addAll(between(group, rest));
            }
        }
        if (labels.binary() && withheld.isEmpty()) {
            found.add(new LabelDisparity(attributes, "", "mean_demographic_disparity", meanDisparity(all)));
        }
        return found;
    }

    private boolean comparable(Counted group) {
        return !withheld.contains(group.group())
                && group.count() >= Math.max(1, minimumCount)
                && rows - group.count() >= Math.max(1, privacyThreshold);
    }

    private List<LabelDisparity> between(Counted group, long... rest) {
        List<LabelDisparity> found = new ArrayList<>();
        add(found, group, "class_imbalance", Distances.classImbalance(sum(rest), group.count()));
        double[] d = Labels.outcomes(group.byLabel());
        double[] a = Labels.outcomes(rest);
        if (labels.binary()) {
            double ofRest = (double) rest[labels.positive()] / Labels.known(rest);
            double ofGroup = (double) group.byLabel()[labels.positive()] / Labels.known(group.byLabel());
            add(found, group, "difference_in_proportions_of_labels", ofRest - ofGroup);
            add(found, group, "demographic_disparity", disparity(group.byLabel(), plus(group.byLabel(), rest)));
        }
        add(found, group, "kl_divergence", Distances.klDivergence(a, d));
        add(found, group, "jensen_shannon_divergence", Distances.jensenShannonDivergence(a, d));
        add(found, group, "total_variation_distance", Distances.totalVariation(a, d));
        add(found, group, "lp_norm", Distances.lpNorm(a, d));
        add(
                found,
                group,
                "kolmogorov_smirnov",
                labels.ordered() ? Distances.kolmogorovSmirnov(a, d) : Distances.largestDifference(a, d));
        return found;
    }

    /**
     * The conditional demographic disparity of each group that is large enough.
     *
     * @param strata counts by group, stratum and label, of the single attribute that this is of
     * @param codes of the groups, as the counts have them
     */
    List<LabelDisparity> conditional(CrossTab strata, List<Integer> codes) {
        List<LabelDisparity> found = new ArrayList<>();
        for (int i = 0; i < groups.size() && labels.binary(); i++) {
            if (comparable(groups.get(i))) {
                add(found, groups.get(i), "conditional_demographic_disparity", conditional(strata, codes.get(i)));
            }
        }
        return found;
    }

    private double conditional(CrossTab strata, int code) {
        double sum = 0;
        double weights = 0;
        for (int stratum = 0; stratum < strata.size(1); stratum++) {
            long[] all = new long[strata.size(2)];
            for (int group = 0; group < strata.size(0); group++) {
                add(all, strata.along(group, stratum));
            }
            double disparity = disparity(strata.along(code, stratum), all);
            // A stratum whose labels are all the same says nothing of how they are shared out.
            if (!Double.isNaN(disparity)) {
                sum += Labels.known(all) * disparity;
                weights += Labels.known(all);
            }
        }
        return sum / weights;
    }

    private double meanDisparity(long... all) {
        double sum = 0;
        for (Counted group : groups) {
            sum += Labels.known(group.byLabel()) * disparity(group.byLabel(), all);
        }
        return sum / Labels.known(all);
    }

    private double disparity(long[] group, long[] all) {
        long positives = group[labels.positive()];
        long allPositives = all[labels.positive()];
        return Distances.demographicDisparity(
                Labels.known(group) - positives, positives, Labels.known(all) - allPositives, allPositives);
    }

    private void add(List<LabelDisparity> found, Counted group, String metric, double value) {
        found.add(new LabelDisparity(attributes, group.group(), metric, value));
    }

    private static void add(long[] some, long[] others) {
        for (int i = 0; i < some.length; i++) {
            some[i] += others[i];
        }
    }

    private static long[] plus(long[] some, long[] others) {
        long[] sum = some.clone();
        add(sum, others);
        return sum;
    }

    private static long sum(long... counts) {
        return Arrays.stream(counts).sum();
    }
}
