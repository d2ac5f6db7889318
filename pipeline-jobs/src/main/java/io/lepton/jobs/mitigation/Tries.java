package io.lepton.jobs.mitigation;

import io.lepton.jobs.mitigation.MitigationDetail.Fate;
import io.lepton.jobs.mitigation.MitigationDetail.Try;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Judges tries: the fairest of those that lose no more accuracy than allowed; of two as fair, the more accurate, then the first. */
record Tries(List<Try> made, double maxAccuracyLoss) {

    /** The place of the try to keep; the first try is the model as it is, and always measured. */
    int chosen() {
        double least = accuracy(made.get(0)) - maxAccuracyLoss;
        Comparator<Try> fairest = Comparator.comparingDouble(Tries::unfairness)
                .thenComparing(Comparator.comparingDouble(Tries::accuracy).reversed());
        return made.stream()
                .filter(found -> found.fate() == Fate.MEASURED && accuracy(found) >= least)
                .min(fairest)
                .map(made::indexOf)
                .orElse(0);
    }

    /** The same, each knowing whether it was chosen and whether it is on the frontier of accuracy against unfairness. */
    List<Try> judged() {
        int chosen = chosen();
        return java.util.stream.IntStream.range(0, made.size())
                .mapToObj(i -> made.get(i).judged(i == chosen, onFrontier(made.get(i))))
                .toList();
    }

    private boolean onFrontier(Try of) {
        Optional<Outcome> outcome = of.outcome();
        return outcome.isPresent()
                && made.stream()
                        .flatMap(other -> other.outcome().stream())
                        .noneMatch(other -> other.dominates(outcome.get()));
    }

    private static double accuracy(Try of) {
        return of.outcome().orElseThrow().accuracy();
    }

    private static double unfairness(Try of) {
        return of.outcome().orElseThrow().unfairness();
    }
}
