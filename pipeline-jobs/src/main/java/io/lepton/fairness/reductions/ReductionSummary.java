package io.lepton.fairness.reductions;

import io.lepton.fairness.reductions.game.Constraints;
import io.lepton.fairness.reductions.game.Mixture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a fair fit went, all figures on the training rows.
 *
 * @param objective expected error rate, or mean loss, of the randomized model
 * @param violations by constraint; the fit aims at no more than the bound
 * @param gap how far objective and violations may be from the best there is, if the learner is perfect
 * @param enough the gap at which the search ends
 * @param gaps of each round
 * @param hypotheses models found on the way, most of which have no weight
 * @param fits of the learner
 */
public record ReductionSummary(
        double objective,
        Map<String, Double> violations,
        double gap,
        double enough,
        List<Double> gaps,
        int hypotheses,
        int fits) {
    public ReductionSummary {
        violations = new LinkedHashMap<>(violations);
        gaps = List.copyOf(gaps);
    }

    static ReductionSummary of(Mixture<?> mixture, Constraints constraints) {
        Map<String, Double> violations = new LinkedHashMap<>();
        for (int j = 0; j < constraints.size(); j++) {
            violations.put(constraints.names().get(j), mixture.violations()[j]);
        }
        return new ReductionSummary(
                mixture.error(),
                violations,
                mixture.gap(),
                mixture.enough(),
                mixture.gaps(),
                mixture.hypotheses().size(),
                mixture.fits());
    }

    /** The largest of the violations. */
    public double largestViolation() {
        return violations.values().stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }
}
