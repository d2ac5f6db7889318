package io.lepton.jobs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the columns are called that scoring adds.
 *
 * @param score the positive class's probability, the likeliest class's probability, or the estimated quantity (double)
 * @param prediction the label as people write it (string)
 * @param probabilities that of each class, by the label as people write it (map of string and double); absent: they are not added
 * @param rawScore the score before calibration; absent: it is not added
 */
record ScoreNames(String score, String prediction, Optional<String> probabilities, Optional<String> rawScore) {
    /** What all models add, and those that {@linkplain LabelCodec#tellsProbabilities tell them} probabilities. */
    static final ScoreNames USUAL =
            new ScoreNames("score", "prediction", Optional.of("probabilities"), Optional.empty());

    ScoreNames withRawScore(String name) {
        return new ScoreNames(score, prediction, probabilities, Optional.of(name));
    }

    ScoreNames withoutProbabilities() {
        return new ScoreNames(score, prediction, Optional.empty(), rawScore);
    }

    /** As far as models of this label add them. */
    ScoreNames of(LabelCodec label) {
        return new ScoreNames(score, prediction, probabilities.filter(name -> label.tellsProbabilities()), rawScore);
    }

    List<String> all() {
        return Stream.of(Stream.of(score, prediction), rawScore.stream(), probabilities.stream())
                .flatMap(names -> names)
                .toList();
    }
}
