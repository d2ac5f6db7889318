package io.lepton.report;

import io.lepton.report.RunReport.Range;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How groups of people are treated: all that the fairness section of a report shows, of a model's scores or of any others. Rates are 0 to
 * 1; what is unknown is NaN, or left out of a map.
 *
 * @param outcome what it means to be selected, as "income is &gt;50K"; empty if unknown
 * @param classes names of several classes, in the order of their numbers; empty of two, or if unknown
 * @param overall everybody
 * @param groups of each protected attribute, then of each intersection
 * @param comparisons for how many hypotheses the p-values of the disparities are adjusted
 * @param judgement how large a group must be
 * @param unlabelled what was left out, as labels are not known
 * @param contrasts the intersections furthest from everybody else, the furthest first
 * @param curves of groups of single attributes
 * @param consistency of whom the measure {@code consistency} tells; absent if nobody asked
 * @param slices where errors are most frequent; absent if nobody looked
 * @param override who published the scores although a gate refused them
 */
public record Fairness(
        String outcome,
        List<String> classes,
        Group overall,
        List<Group> groups,
        List<Disparity> disparities,
        int comparisons,
        List<Gate> gates,
        Judgement judgement,
        Unlabelled unlabelled,
        List<Contrast> contrasts,
        List<Curves> curves,
        Optional<Consistency> consistency,
        Optional<Slices> slices,
        Optional<Challenger> challenger,
        Optional<GateOverride> override) {

    /** Between the names of an intersection. */
    static final String CROSSED = " × ";

    /**
     * What was measured in one group of people.
     *
     * @param count rows; the threshold where {@code countSuppressed}
     * @param judged whether the group is large enough to enter disparities
     * @param unjudged measures that too few of its people tell: it is not known what became of the others, or few are of a class
     * @param metrics by name: selection_rate, accuracy, recall, false_positive_rate, auc, ...
     * @param intervals 95 %, by the same names
     */
    public record Group(
            String attributes,
            String group,
            long count,
            boolean countSuppressed,
            boolean judged,
            Set<String> unjudged,
            Map<String, Double> metrics,
            Map<String, Range> intervals) {

        boolean judged(String metric) {
            return judged && !unjudged.contains(metric);
        }

        double metric(String name) {
            return metrics.getOrDefault(name, Double.NaN);
        }
    }

    /**
     * How far the groups of an attribute are apart.
     *
     * @param interval 95 %
     * @param pValue that all groups are alike, adjusted for all comparisons
     */
    public record Disparity(
            String attributes,
            String metric,
            double value,
            Range interval,
            double pValue,
            String worstGroup,
            String bestGroup) {}

    /**
     * A condition that decides, and what it said.
     *
     * @param condition "at most 0.2"; {@code reason} is a sentence
     */
    public record Gate(
            String metric, String attributes, String condition, double value, boolean passed, String reason) {}

    /** A person's name, and the reason that was given. */
    public record GateOverride(String by, String reason) {}

    /**
     * From when on a group is compared with others.
     *
     * @param minimumRows people
     * @param minimumOutcomes people with the outcome, and people without it; 0 if that is not asked
     * @param privacyThreshold people below which nothing is told of a group
     */
    public record Judgement(int minimumRows, int minimumOutcomes, int privacyThreshold) {}

    /**
     * What an audit cannot tell where labels are not known.
     *
     * @param rows without a label where others have one; 0 where none has
     * @param gates metrics of the gates that were not decided, as no row has a label
     */
    public record Unlabelled(long rows, List<String> gates) {
        /** All are known. */
        public static final Unlabelled NONE = new Unlabelled(0, List.of());
    }

    /**
     * A group against everybody else.
     *
     * @param difference interval of value − rest
     * @param pValue that both are alike, adjusted for all such comparisons
     */
    public record Contrast(
            String attributes,
            String group,
            String metric,
            double value,
            double rest,
            Range difference,
            double pValue) {}

    /**
     * How scores rank a group, and whether they come true for it. Lists that belong together are as long.
     *
     * @param ofClass of several classes the number of the one that is told from all others; empty of two
     * @param falsePositiveRates of the points of the receiver operating characteristic, rising from 0 to 1
     * @param truePositiveRates of the same points
     * @param predicted mean probability of each range of scores; empty where scores are no probabilities
     * @param observed share with the outcome in it
     * @param observedIntervals 95 % of that share
     */
    public record Curves(
            String attributes,
            String group,
            String ofClass,
            List<Double> falsePositiveRates,
            List<Double> truePositiveRates,
            List<Double> predicted,
            List<Double> observed,
            List<Range> observedIntervals) {}

    /**
     * Of which rows it is known whether people who are alike are decided alike.
     *
     * @param rows of a sample
     * @param neighbours of each, itself among them
     */
    public record Consistency(long rows, int neighbours) {}

    /**
     * What a search for the worst slices found.
     *
     * @param rows that were searched
     * @param wrongIsAShare whether losses are shares of wrong predictions, 0 to 1, or else mean absolute errors
     * @param loss of all rows
     * @param tests slices that could have been found
     * @param worst by falling rank; empty if no slice stands out
     */
    public record Slices(long rows, boolean wrongIsAShare, double loss, long tests, List<Slice> worst) {}

    /**
     * People who have something in common.
     *
     * @param condition "age ≤ 25 and sector = private"
     * @param loss of its rows
     * @param rest of all other rows
     * @param pValue that the loss is no higher than elsewhere, adjusted for all slices that could have been found
     */
    public record Slice(String condition, long rows, double loss, double rest, double pValue) {}

    /**
     * A model that scored the same rows for comparison.
     *
     * @param model name and version
     * @param otherPredictions share of the rows whose predictions differ, 0 to 1
     * @param scoreDifference mean absolute difference of a row's scores
     * @param overall its figures of all rows
     * @param gates what they would have said
     */
    public record Challenger(
            String model, double otherPredictions, double scoreDifference, Group overall, List<Gate> gates) {}

    /** Whether every gate passed; true without gates. */
    public boolean passed() {
        return gates.stream().allMatch(Gate::passed);
    }
}
