package io.lepton.jobs.scoretable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which columns of a table hold what.
 *
 * @param task what is predicted
 * @param score ranks rows; of a quantity also what is predicted; absent: nothing ranks them
 * @param probabilities that of each of several classes; absent: not known
 * @param label what came true; absent: only the predictions are compared
 * @param prediction what was predicted, in the label's coding; absent: 1 from {@code threshold} on, or the score of a quantity
 * @param positive the label of two that counts as 1; absent: labels are 0 and 1, or false and true
 * @param threshold score from which on a row is selected
 * @param weight how many rows each row stands for; absent: one
 * @param protectedAttributes columns that say which group a person belongs to
 */
public record ScoreColumns(
        Task task,
        Optional<String> score,
        Optional<String> probabilities,
        Optional<String> label,
        Optional<String> prediction,
        Optional<String> positive,
        double threshold,
        Optional<String> weight,
        List<String> protectedAttributes) {

    /** What kind of question the scores answer. */
    public enum Task {
        /** Yes or no. */
        BINARY,
        /** One of several classes. */
        MULTICLASS,
        /** A quantity. */
        REGRESSION
    }

    public ScoreColumns {
        protectedAttributes = List.copyOf(protectedAttributes);
    }

    /** Those that a row cannot be counted without, but for its weight. */
    List<String> scored() {
        List<String> names = new ArrayList<>();
        score.filter(name -> task != Task.MULTICLASS).ifPresent(names::add);
        prediction.ifPresent(names::add);
        return names;
    }

    /** All that are named, each once. */
    List<String> named() {
        List<String> names = new ArrayList<>(protectedAttributes);
        score.ifPresent(names::add);
        probabilities.ifPresent(names::add);
        label.ifPresent(names::add);
        prediction.ifPresent(names::add);
        weight.ifPresent(names::add);
        return names.stream().distinct().toList();
    }
}
