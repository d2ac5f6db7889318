package io.lepton.fairness.reductions.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a classifier h is to keep to, and its objective, as linear functions of its masses: m_c = E[h · 1(cell c)] for classes, E[loss ·
 * 1(cell c)] for numbers. Violations are γ_j(m) = Σ_c a_jc m_c + a_j0, to be at most bound b_j; the objective is Σ_c d_c m_c + d_0.
 * Linearity is what makes the best response to multipliers λ a weighted fit: a unit of mass in cell c costs d_c + Σ_j λ_j a_jc (Agarwal
 * et al., 2018, section 3.2).
 */
public final class Constraints {
    private static final double INDEPENDENT = 1e-9;

    private final List<String> names;
    private final Functional objective;
    private final List<Functional> violations;
    private final List<Double> bounds;
    private final boolean paired;
    private final boolean opposed;

    /** A linear function with a constant. */
    record Functional(double[] coefficients, double constant) {
        double of(double[] masses) {
            double value = constant;
            for (int c = 0; c < masses.length; c++) {
                value += coefficients[c] * masses[c];
            }
            return value;
        }

        boolean opposes(Functional other) {
            return constant == -other.constant
                    && IntStream.range(0, coefficients.length).allMatch(c -> coefficients[c] == -other.coefficients[c]);
        }
    }

    /** @param paired whether the second half of the violations bounds from below what the first half bounds from above, in their order */
    Constraints(
            List<String> names,
            Functional objective,
            List<Functional> violations,
            List<Double> bounds,
            boolean paired) {
        this.names = List.copyOf(names);
        this.objective = objective;
        this.violations = List.copyOf(violations);
        this.bounds = List.copyOf(bounds);
        this.paired = paired;
        this.opposed = paired && opposed(violations);
    }

    private static boolean opposed(List<Functional> violations) {
        int half = violations.size() / 2;
        return IntStream.range(0, half).allMatch(j -> violations.get(j).opposes(violations.get(j + half)));
    }

    /** One for each constraint. */
    public List<String> names() {
        return names;
    }

    public int size() {
        return names.size();
    }

    double bound(int constraint) {
        return bounds.get(constraint);
    }

    /** Whether constraints come in pairs, from above and from below: j and j + size / 2. */
    boolean paired() {
        return paired;
    }

    /** Constraints (of pairs the upper ones) that all others follow from: a greatest set of linearly independent ones. */
    List<Integer> basis() {
        List<Integer> basis = new ArrayList<>();
        List<double[]> reduced = new ArrayList<>();
        for (int j = 0; j < (paired ? size() / 2 : size()); j++) {
            double[] rest = violations.get(j).coefficients().clone();
            double before = norm(rest);
            reduced.forEach(direction -> subtract(rest, direction));
            double after = norm(rest);
            if (after > INDEPENDENT * before) {
                basis.add(j);
                reduced.add(Arrays.stream(rest).map(value -> value / after).toArray());
            }
        }
        return basis;
    }

    private static void subtract(double[] from, double[] direction) {
        double along = 0;
        for (int c = 0; c < from.length; c++) {
            along += from[c] * direction[c];
        }
        for (int c = 0; c < from.length; c++) {
            from[c] -= along * direction[c];
        }
    }

    private static double norm(double[] vector) {
        return Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
    }

    /** Mean error, or mean loss. */
    public double objective(double[] masses) {
        return objective.of(masses);
    }

    /** γ, one for each constraint. */
    public double[] violations(double[] masses) {
        return violations.stream()
                .mapToDouble(violation -> violation.of(masses))
                .toArray();
    }

    /** What a unit of mass costs in each cell under multipliers λ. */
    public double[] costs(double[] lambda) {
        double[] costs = objective.coefficients().clone();
        for (int j = 0; j < lambda.length; j++) {
            double[] coefficients = violations.get(j).coefficients();
            for (int c = 0; c < costs.length; c++) {
                costs[c] += lambda[j] * coefficients[c];
            }
        }
        return costs;
    }

    /** Multipliers with the same costs that make the most of the bounds: of two opposed ones only the difference counts. */
    double[] projected(double[] lambda) {
        if (!opposed) {
            return lambda;
        }
        int half = lambda.length / 2;
        double[] projected = new double[lambda.length];
        for (int j = 0; j < half; j++) {
            projected[j] = Math.max(0, lambda[j] - lambda[j + half]);
            projected[j + half] = Math.max(0, lambda[j + half] - lambda[j]);
        }
        return projected;
    }
}
