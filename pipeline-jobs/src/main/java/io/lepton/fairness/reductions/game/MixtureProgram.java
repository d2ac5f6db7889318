package io.lepton.fairness.reductions.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.math3.exception.MathIllegalStateException;
import org.apache.commons.math3.optim.PointValuePair;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.PivotSelectionRule;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;

/**
 * The saddle point of the game among hypotheses that are there already, by two linear programs that are each other's dual: weights Q and
 * slack s ≥ 0 of least Σ Q_i err_i + B s with Σ Q_i (γ_ij − b_j) ≤ s and Σ Q_i = 1; multipliers λ ≥ 0 of greatest value μ with μ ≤ err_i
 * + Σ_j λ_j (γ_ij − b_j) and Σ λ_j ≤ B.
 *
 * @param errors objective of each hypothesis
 * @param excess γ_ij − b_j: a row for each hypothesis
 * @param limit B, above 0
 */
record MixtureProgram(double[] errors, double[][] excess, double limit) {
    /** The solver's own 1e-6 is no finer than the figures that are compared with it. */
    private static final double PRECISION = 1e-10;

    private static final int ULPS = 10;
    private static final double SMALLEST_PIVOT = 1e-12;

    /** @param value of the primal program, which is the dual's but for rounding */
    record Solution(double[] weights, double[] lambda, double value) {}

    /** Empty where the solver gives up. */
    Optional<Solution> solve() {
        try {
            PointValuePair primal = primal();
            double[] weights = Arrays.copyOf(primal.getPoint(), errors.length);
            double sum = 0;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = Math.max(0, weights[i]);
                sum += weights[i];
            }
            for (int i = 0; i < weights.length; i++) {
                weights[i] /= sum;
            }
            return Optional.of(new Solution(weights, dual(), primal.getValue()));
        } catch (MathIllegalStateException givenUp) {
            return Optional.empty();
        }
    }

    private PointValuePair primal() {
        int hypotheses = errors.length;
        double[] goal = Arrays.copyOf(errors, hypotheses + 1);
        goal[hypotheses] = limit;
        List<LinearConstraint> constraints = new ArrayList<>();
        for (int j = 0; j < excess[0].length; j++) {
            double[] row = new double[hypotheses + 1];
            for (int i = 0; i < hypotheses; i++) {
                row[i] = excess[i][j];
            }
            row[hypotheses] = -1;
            constraints.add(new LinearConstraint(row, Relationship.LEQ, 0));
        }
        double[] ones = new double[hypotheses + 1];
        Arrays.fill(ones, 0, hypotheses, 1);
        constraints.add(new LinearConstraint(ones, Relationship.EQ, 1));
        return optimum(goal, constraints, GoalType.MINIMIZE);
    }

    /** μ, which may be below 0, is the difference of the last two variables. */
    private double[] dual() {
        int multipliers = excess[0].length;
        double[] goal = new double[multipliers + 2];
        goal[multipliers] = 1;
        goal[multipliers + 1] = -1;
        List<LinearConstraint> constraints = new ArrayList<>();
        for (int i = 0; i < errors.length; i++) {
            double[] row = new double[multipliers + 2];
            for (int j = 0; j < multipliers; j++) {
                row[j] = -excess[i][j];
            }
            row[multipliers] = 1;
            row[multipliers + 1] = -1;
            constraints.add(new LinearConstraint(row, Relationship.LEQ, errors[i]));
        }
        double[] ones = new double[multipliers + 2];
        Arrays.fill(ones, 0, multipliers, 1);
        constraints.add(new LinearConstraint(ones, Relationship.LEQ, limit));
        return Arrays.copyOf(optimum(goal, constraints, GoalType.MAXIMIZE).getPoint(), multipliers);
    }

    private static PointValuePair optimum(double[] goal, List<LinearConstraint> constraints, GoalType type) {
        return new SimplexSolver(PRECISION, ULPS, SMALLEST_PIVOT)
                .optimize(
                        new LinearObjectiveFunction(goal, 0),
                        new LinearConstraintSet(constraints),
                        type,
                        new NonNegativeConstraint(true),
                        PivotSelectionRule.BLAND); // which cannot go round in circles
    }
}
