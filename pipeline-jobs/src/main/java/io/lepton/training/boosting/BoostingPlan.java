package io.lepton.training.boosting;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What to train.
 *
 * @param parameters of XGBoost, by its own names
 * @param featureTypes for each feature q (a number) or c (a category's number, from 0); empty: all are numbers
 * @param rounds that will be added, at most
 * @param patience rounds without a smaller loss of the rows held out after which no more are added; 0: no rows are held out
 * @param outputs trees that a round adds: one a class for several classes, else 1
 * @param checkpointInterval rounds from one checkpoint to the next
 */
public record BoostingPlan(
        Map<String, String> parameters,
        List<String> featureTypes,
        int rounds,
        int patience,
        int outputs,
        int checkpointInterval)
        implements Serializable {
    public BoostingPlan {
        parameters = new TreeMap<>(parameters);
        featureTypes = List.copyOf(featureTypes);
    }

    boolean holdsOut() {
        return patience > 0;
    }
}
