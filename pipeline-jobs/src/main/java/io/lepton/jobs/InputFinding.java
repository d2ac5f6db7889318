package io.lepton.jobs;

import io.lepton.features.InputCounter;
import io.lepton.features.InputProfile;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How unlike its training rows a scored batch is in one column.
 *
 * @param rows scored
 * @param missing rows without a value
 * @param usuallyMissing share of the training rows that had none, 0 to 1
 * @param below rows with less than the least number in training
 * @param above rows with more than the greatest
 * @param unseen rows of a category that no training row had
 */
public record InputFinding(
        String column, long rows, long missing, double usuallyMissing, long below, long above, long unseen) {

    static List<InputFinding> of(InputProfile profile, List<InputCounter.Count> counts) {
        Map<String, InputProfile.Input> usual = profile.inputs().stream()
                .collect(Collectors.toMap(InputProfile.Input::column, Function.identity(), (first, second) -> first));
        return counts.stream()
                .filter(count -> count.rows() > 0)
                .map(count -> new InputFinding(
                        count.column(),
                        count.rows(),
                        count.missing(),
                        usual.get(count.column()).missing(),
                        count.below(),
                        count.above(),
                        count.unseen()))
                .toList();
    }

    /** Whether values were found that the model has never learned from. */
    public boolean unusual() {
        return below + above + unseen > 0 || missing > 0 && usuallyMissing == 0;
    }
}
