package io.lepton.fairness.reductions.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * L(Q, λ) = err(Q) + Σ_j λ_j (γ_j(Q) − b_j): what the learner's player, who mixes hypotheses by weights Q, pays the player of the
 * multipliers, Σ λ_j ≤ B. Remembers every hypothesis that was a best response.
 */
final class Lagrangian<M> {
    private static final double PRECISION = 1e-8;

    /** Multipliers are scaled up by these to see whether more pressure finds a better response. */
    private static final double[] SCALES = {1, 2, 5, 10};

    /** Costs that differ by less make the same fit. */
    private static final double SAME_COSTS = 1e-12;

    private final Constraints constraints;
    private final Cells cells;
    private final Learner<M> learner;
    private final double limit;
    private final List<Hypothesis<M>> hypotheses = new ArrayList<>();
    private final List<Double> errors = new ArrayList<>();
    private final List<double[]> violations = new ArrayList<>();
    private final Set<List<Long>> answered = new HashSet<>();
    private int responses;
    private int solvedFor;
    private Optional<MixtureProgram.Solution> solved = Optional.empty();

    /** @param limit B, above 0 */
    Lagrangian(Cells cells, Constraints constraints, Learner<M> learner, double limit) {
        this.cells = cells;
        this.constraints = constraints;
        this.learner = learner;
        this.limit = limit;
    }

    List<Hypothesis<M>> hypotheses() {
        return List.copyOf(hypotheses);
    }

    double error(int hypothesis) {
        return errors.get(hypothesis);
    }

    double[] violations(int hypothesis) {
        return violations.get(hypothesis).clone();
    }

    /** How often a best response was asked for. */
    int responses() {
        return responses;
    }

    /** How many fits that took: what was asked before is not fitted again. */
    int fits() {
        return answered.size();
    }

    /** The number of the hypothesis that answers multipliers best: a new one, or one that is there if that is no worse. */
    int bestResponse(double[] lambda) {
        responses++;
        double[] costs = constraints.costs(lambda);
        int best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < hypotheses.size(); i++) {
            double value = errors.get(i) + dot(lambda, violations.get(i));
            if (value < least) {
                least = value;
                best = i;
            }
        }
        if (!answered.add(normalized(costs))) {
            return best;
        }
        Hypothesis<M> fitted = learner.fit(costs);
        double error = constraints.objective(fitted.masses());
        double[] gamma = constraints.violations(fitted.masses());
        if (error + dot(lambda, gamma) < least - PRECISION) {
            hypotheses.add(fitted);
            errors.add(error);
            violations.add(gamma);
            return hypotheses.size() - 1;
        }
        return best;
    }

    /** How much the better off of the two players could gain by playing something else: max(L − min_h L, max_λ L − L). */
    double gap(double[] weights, double[] lambda, double enough) {
        double[] projected = constraints.projected(lambda);
        double error = 0;
        double[] gamma = new double[constraints.size()];
        for (int i = 0; i < weights.length; i++) {
            error += weights[i] * errors.get(i);
            for (int j = 0; j < gamma.length; j++) {
                gamma[j] += weights[i] * violations.get(i)[j];
            }
        }
        double value = value(error, gamma, projected);
        double highest = error + limit * Math.max(0, largestExcess(gamma));
        double lowest = value;
        double gap = highest - value;
        for (double scale : SCALES) {
            int answer = bestResponse(Arrays.stream(lambda).map(l -> scale * l).toArray());
            lowest = Math.min(lowest, value(errors.get(answer), violations.get(answer), projected));
            gap = Math.max(value - lowest, highest - value);
            if (gap > enough + PRECISION) {
                break;
            }
        }
        return gap;
    }

    /** The saddle point among the hypotheses so far. */
    Optional<MixtureProgram.Solution> saddle() {
        if (solvedFor != hypotheses.size()) {
            solvedFor = hypotheses.size();
            double[][] excess = new double[solvedFor][constraints.size()];
            for (int i = 0; i < solvedFor; i++) {
                for (int j = 0; j < excess[i].length; j++) {
                    excess[i][j] = violations.get(i)[j] - constraints.bound(j);
                }
            }
            solved = new MixtureProgram(
                            errors.stream().mapToDouble(Double::doubleValue).toArray(), excess, limit)
                    .solve();
        }
        return solved;
    }

    private double value(double error, double[] gamma, double[] lambda) {
        double value = error;
        for (int j = 0; j < gamma.length; j++) {
            value += lambda[j] * (gamma[j] - constraints.bound(j));
        }
        return value;
    }

    private double largestExcess(double[] gamma) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < gamma.length; j++) {
            largest = Math.max(largest, gamma[j] - constraints.bound(j));
        }
        return largest;
    }

    /** Fits see costs only up to a factor. */
    private List<Long> normalized(double[] costs) {
        double scale = 0;
        for (int c = 0; c < costs.length; c++) {
            scale += Math.abs(costs[c]) * cells.share(c);
        }
        double unit = SAME_COSTS * (scale == 0 ? 1 : scale);
        return Arrays.stream(costs).mapToObj(cost -> Math.round(cost / unit)).toList();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
