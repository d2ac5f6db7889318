package io.lepton.report;

import java.util.List;
import java.util.Optional;

/**
 * What a measure means, for people who never heard of it.
 *
 * @param measure its name in tables; a disparity's without {@code _difference} or {@code _ratio}
 * @param words one sentence or more
 */
public record Meaning(String measure, String words) {
    private static final List<Meaning> ALL = List.of(
            new Meaning("selection_rate", "Of all people of a group, how many the model selects."),
            new Meaning(
                    "demographic_parity",
                    "Compares how often groups are selected, whatever is true of them. A ratio below 0.8 is a common warning sign (the “four-fifths rule”)."),
            new Meaning("base_rate", "Of all people of a group, how many truly have the outcome."),
            new Meaning(
                    "recall",
                    "Of those who have the outcome, how many the model selects; also called true positive rate."),
            new Meaning(
                    "equal_opportunity",
                    "Compares recall: are people with the outcome found equally often in each group?"),
            new Meaning("false_positive_rate", "Of those without the outcome, how many the model selects by mistake."),
            new Meaning(
                    "equalized_odds",
                    "Compares recall and false positive rate, and takes the one in which groups are further apart."),
            new Meaning("average_odds", "Compares the mean of recall and false positive rate."),
            new Meaning("precision", "Of those whom the model selects, how many have the outcome."),
            new Meaning("predictive_parity", "Compares precision: does being selected mean the same in each group?"),
            new Meaning("accuracy", "How many predictions are right."),
            new Meaning("f1", "Precision and recall in one figure: their harmonic mean."),
            new Meaning(
                    "auc",
                    "Of one person with and one without the outcome, how often the right one has the higher score: 0.5 is guessing, 1 is perfect."),
            new Meaning("expected_calibration_error", "How far probabilities are from what comes true, on average."),
            new Meaning(
                    "consistency",
                    "Of a sample of people, each beside those who are most like them by what the model sees: how many are decided as they are, on average. 100 % says that small differences between people decide nothing."),
            new Meaning("mean_score", "The score on average."),
            new Meaning("mae", "By how much predictions are off on average, in the label's unit."),
            new Meaning("rmse", "The same with large errors counting more: the root of the mean squared error."),
            new Meaning(
                    "r2",
                    "How much of the differences between people the model explains: 0 % is nothing, 100 % everything."),
            new Meaning(
                    "mean_residual", "True value less prediction on average: above 0, the model predicts too little."),
            new Meaning("mean_prediction", "The prediction on average."),
            new Meaning("mean_label", "The true value on average."));

    /** Of a measure, of one class's measure, or of a disparity. */
    static Optional<Meaning> of(String metric) {
        String base = metric.replaceFirst("_(difference|ratio)$", "").replaceFirst("_of_.*$", "");
        return ALL.stream().filter(each -> each.measure().equals(base)).findFirst();
    }

    /** In the order in which a reader meets them. */
    static List<Meaning> all() {
        return ALL;
    }
}
