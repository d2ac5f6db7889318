package io.lepton.fairness.reductions.game;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds a mixture of hypotheses that has the least error under the constraints, as an equilibrium of two players: multipliers follow the
 * exponentiated gradient of the violations, hypotheses are best responses (Agarwal et al., 2018, algorithm 1; Freund and Schapire, 1996).
 * In each round the better of two candidates is kept: the players' averages, or the saddle point of a linear program over the hypotheses
 * seen so far, a step that Fairlearn added to the paper's algorithm and that ends most searches within a few rounds.
 *
 * @param rounds at most so many
 * @param limit B: Σ λ ≤ B, above 0
 * @param enough ν: the gap at which to stop; 0: half a standard error of the first hypothesis' objective
 * @param rate η·B: the first step's size
 */
public record SaddlePoint(int rounds, double limit, double enough, double rate) {
    private static final double PRECISION = 1e-8;
    private static final double SHARE_OF_STANDARD_ERROR = 0.5;
    private static final int LEAST_ROUNDS = 5;

    /** The step shrinks by {@link #SHRINKING} if the gap has not shrunk so far from one check to the next, {@link #CHECKS} times later. */
    private static final double ENOUGH_PROGRESS = 0.8;

    private static final double SHRINKING = 0.8;
    private static final int FIRST_CHECK = 5;
    private static final double CHECKS = 1.6;

    public <M> Mixture<M> find(Cells cells, Constraints constraints, Learner<M> learner) {
        return new Search<>(cells, constraints, learner).mixture();
    }

    private record Candidate(double[] weights, double gap) {}

    private final class Search<M> {
        private final Cells cells;
        private final Constraints constraints;
        private final Lagrangian<M> game;
        private final double[] theta;
        private final double[] lambdaSum;
        private final List<Integer> played = new ArrayList<>();
        private final List<Double> gaps = new ArrayList<>();
        private double leastAverageGap = Double.POSITIVE_INFINITY;
        private double gapAtLastCheck = Double.POSITIVE_INFINITY;
        private int lastCheck = FIRST_CHECK;
        private double nu;
        private double eta = rate / limit;

        Search(Cells cells, Constraints constraints, Learner<M> learner) {
            this.cells = cells;
            this.constraints = constraints;
            this.game = new Lagrangian<>(cells, constraints, learner, limit);
            this.theta = new double[constraints.size()];
            this.lambdaSum = new double[constraints.size()];
        }

        Mixture<M> mixture() {
            Candidate best = new Candidate(new double[0], Double.POSITIVE_INFINITY);
            int bestRound = 0;
            for (int round = 0; round < rounds; round++) {
                Candidate found = play(round);
                gaps.add(found.gap());
                if (found.gap() <= best.gap() + PRECISION) {
                    best = found;
                    bestRound = round;
                }
                if (found.gap() < nu && round >= LEAST_ROUNDS) {
                    break;
                }
                step(round);
            }
            return result(best, bestRound);
        }

        private Candidate play(int round) {
            double[] lambda = lambda();
            int answer = game.bestResponse(lambda);
            played.add(answer);
            if (round == 0) {
                nu = enough > 0 ? enough : SHARE_OF_STANDARD_ERROR * standardError(answer);
            }
            double[] mean = new double[lambda.length];
            for (int j = 0; j < lambda.length; j++) {
                lambdaSum[j] += lambda[j];
                mean[j] = lambdaSum[j] / (round + 1);
            }
            double[] averaged = averageWeights();
            double gap = game.gap(averaged, mean, nu);
            leastAverageGap = Math.min(leastAverageGap, gap);
            Optional<MixtureProgram.Solution> saddle = round == 0 ? Optional.empty() : game.saddle();
            if (saddle.isPresent()) {
                double ofSaddle = game.gap(saddle.get().weights(), saddle.get().lambda(), nu);
                if (ofSaddle <= gap) {
                    return new Candidate(saddle.get().weights(), ofSaddle);
                }
            }
            return new Candidate(averaged, gap);
        }

        /** λ_j = B exp θ_j / (1 + Σ exp θ), computed so that nothing overflows. */
        private double[] lambda() {
            double most = Math.max(0, Arrays.stream(theta).max().orElse(0));
            double[] lambda = Arrays.stream(theta).map(t -> Math.exp(t - most)).toArray();
            double sum = Math.exp(-most) + Arrays.stream(lambda).sum();
            return Arrays.stream(lambda).map(l -> limit * l / sum).toArray();
        }

        private double[] averageWeights() {
            double[] weights = new double[game.hypotheses().size()];
            played.forEach(hypothesis -> weights[hypothesis] += 1.0 / played.size());
            return weights;
        }

        private double standardError(int hypothesis) {
            double mean = game.error(hypothesis);
            double squares = game.hypotheses().get(hypothesis).squaredLosses();
            double variance = Math.max(0, squares - mean * mean);
            return Math.sqrt(variance / Math.max(1, cells.rows() - 1));
        }

        private void step(int round) {
            if (round >= lastCheck * CHECKS) {
                if (leastAverageGap > gapAtLastCheck * ENOUGH_PROGRESS) {
                    eta *= SHRINKING;
                }
                lastCheck = round;
                gapAtLastCheck = leastAverageGap;
            }
            double[] gamma = game.violations(played.get(round));
            for (int j = 0; j < theta.length; j++) {
                theta[j] += eta * (gamma[j] - constraints.bound(j));
            }
        }

        private Mixture<M> result(Candidate best, int bestRound) {
            double[] weights = Arrays.copyOf(best.weights(), game.hypotheses().size());
            double error = 0;
            double[] violations = new double[constraints.size()];
            for (int i = 0; i < weights.length; i++) {
                error += weights[i] * game.error(i);
                double[] ofOne = game.violations(i);
                for (int j = 0; j < violations.length; j++) {
                    violations[j] += weights[i] * ofOne[j];
                }
            }
            return new Mixture<>(
                    game.hypotheses(),
                    weights,
                    error,
                    violations,
                    best.gap(),
                    nu,
                    gaps,
                    bestRound,
                    game.responses(),
                    game.fits());
        }
    }
}
