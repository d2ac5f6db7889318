package io.lepton.jobs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the columns are called that scoring adds.
 *
 * @param score the positive class's probability, the likeliest class's probability, or the estimated quantity (double)
 * @param prediction the label as people write it (string)
 * @param rawScore the score before calibration; absent: it is not added
 */
record ScoreNames(String score, String prediction, Optional<String> rawScore) {
    static final ScoreNames USUAL = new ScoreNames("score", "prediction", Optional.empty());

    ScoreNames withRawScore(String name) {
        return new ScoreNames(score, prediction, Optional.of(name));
    }

    List<String> all() {
        return Stream.concat(Stream.of(score, prediction), rawScore.stream()).toList();
    }
}
