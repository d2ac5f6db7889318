package io.lepton.jobs.forget;

import java.util.List;

/**
 * A version of a model that a person had a part in.
 *
 * @param model {@code NAME/vN}
 * @param aliases that name it
 * @param how what is known of the part
 * @param quotes whether its fairness audit or card names a group by a value that was the person's alone
 */
public record TrainedModel(String model, List<String> aliases, How how, boolean quotes) {
    /** What is known of the part that a person had in a model. */
    public enum How {
        /** Among its training rows. */
        TRAINED,
        /** Among the rows that it was measured on only. */
        MEASURED,
        /** The version of the feature table that it was trained on is gone. */
        UNKNOWN
    }

    public TrainedModel {
        aliases = List.copyOf(aliases);
    }

    TrainedModel quoting() {
        return new TrainedModel(model, aliases, how, true);
    }
}
