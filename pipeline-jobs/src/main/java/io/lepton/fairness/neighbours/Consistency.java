package io.lepton.fairness.neighbours;

import io.lepton.fairness.estimate.Interval;
import io.lepton.fairness.estimate.Proportion;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * How often people are decided as those are who are most like them, in a sample.
 *
 * @param neighbours of each row, itself among them
 * @param rows of the sample
 * @param figures of all rows, then of the groups of each protected attribute that are large enough
 */
public record Consistency(int neighbours, long rows, List<Figure> figures) {
    /** The attribute of all rows. */
    static final String OVERALL = "overall";

    static final String EVERYBODY = "all";

    public Consistency {
        figures = List.copyOf(figures);
    }

    /** A group's, if it was measured; of all rows where the attribute is {@value #OVERALL}. */
    public Optional<Figure> of(String attribute, String group) {
        return figures.stream()
                .filter(figure ->
                        figure.attribute().equals(attribute) && figure.group().equals(group))
                .findFirst();
    }

    /** The same of all but some groups, which are told by attribute and name. */
    public Consistency without(BiPredicate<String, String> groups) {
        return new Consistency(
                neighbours,
                rows,
                figures.stream()
                        .filter(figure -> !groups.test(figure.attribute(), figure.group()))
                        .toList());
    }

    /**
     * Of a group. Its neighbours may be anybody.
     *
     * @param attribute {@value #OVERALL}: all rows
     * @param rows of the group in the sample
     * @param value 1 − mean |decision − mean decision of the neighbours|, 0 to 1
     * @param standardError of the value
     * @param independentRows as many rows without common neighbours would tell as much, where the standard error is 0
     */
    public record Figure(
            String attribute, String group, long rows, double value, double standardError, double independentRows)
            implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        /**
         * Wilson's of as many independent rows as would vary as much.
         *
         * @param confidence above 0, below 1
         */
        public Interval interval(double confidence) {
            double trials = standardError > 0 ? value * (1 - value) / (standardError * standardError) : independentRows;
            return new Proportion(value * trials, trials).interval(confidence);
        }
    }
}
