package io.lepton.training;

import io.lepton.error.LeptonException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Transformer;

/**
 * Fitted models side by side, judged on predictions of rows they were not fitted on.
 *
 * @param candidates in the order of the pipeline file
 * @param metric that decides, as in {@link Quality#primary}
 */
public record ModelComparison(List<Candidate> candidates, String metric) {

    /**
     * A fitted model and its quality.
     *
     * @param outOfFold metrics of its out-of-fold predictions of the training rows
     */
    public record Candidate(String name, Transformer model, Map<String, Double> outOfFold) {
        public Candidate {
            outOfFold = Map.copyOf(outOfFold);
        }
    }

    public ModelComparison {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty()) {
            throw LeptonException.configuration(
                    "Cannot choose a model: none was trained. Name at least one under train: models.");
        }
    }

    /** The best candidate; of equal ones the first. */
    public Candidate best() {
        return ranked().get(0);
    }

    /** The candidates from best to worst; equal ones keep their order. */
    public List<Candidate> ranked() {
        Comparator<Candidate> byValue =
                Comparator.comparingDouble(candidate -> new Quality(candidate.outOfFold()).primary(metric));
        return candidates.stream()
                .sorted(Quality.higherIsBetter(metric) ? byValue.reversed() : byValue)
                .toList();
    }
}
