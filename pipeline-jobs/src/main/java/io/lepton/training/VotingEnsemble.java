package io.lepton.training;

import io.lepton.training.stages.Combination;
import io.lepton.training.stages.EnsembleModel;
import io.lepton.training.stages.LeastSquares;
import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Row;

/**
 * A weighted mean of the members' probabilities or predicted numbers. The weights are 0 or more, sum to 1, and are the ones that fit the
 * out-of-fold predictions best: for classes they maximise the likelihood of the mixture Σ w_m p_m(y), by expectation maximisation
 * (Dempster, Laird and Rubin, 1977); for numbers they minimise the squared error.
 */
public final class VotingEnsemble extends Ensemble {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int ITERATIONS = 500;

    /** A member's probability of the true class is at least this, so that one sure error doesn't silence it. */
    private static final double SMALLEST_PROBABILITY = 1e-6;

    /** @param members by name, over features, label and weight */
    public VotingEnsemble(Map<String, Estimator<?>> members, TaskType task) {
        this(Identifiable$.MODULE$.randomUID("votingEnsemble"), members, task);
    }

    private VotingEnsemble(String uid, Map<String, Estimator<?>> members, TaskType task) {
        super(uid, members, task);
    }

    public VotingEnsemble setFolds(int value) {
        set(folds(), value);
        return this;
    }

    public VotingEnsemble setSeed(long value) {
        set(seed(), value);
        return this;
    }

    public static MLReader<VotingEnsemble> read() {
        return new Reader<>(VotingEnsemble.class, new VotingEnsemble(Map.of(), TaskType.BINARY));
    }

    public static VotingEnsemble load(String path) {
        return read().load(path);
    }

    /** Joins models that are fitted already, by what is known of them out of fold; {@code fitted} in the order of the folds' models. */
    public static EnsembleModel of(CrossFitted outOfFold, Map<String, ? extends Transformer> fitted) {
        if (!outOfFold.task().classifies()) {
            double[] weights = LeastSquares.of(outOfFold.numbers()).simplexWeights();
            return new EnsembleModel(
                    fitted, new Combination(Combination.Kind.LINEAR, 0, new double[] {0}, new double[][] {weights}));
        }
        double[] weights = likeliest(outOfFold, fitted.size());
        return new EnsembleModel(
                fitted,
                new Combination(
                        Combination.Kind.AVERAGE_PROBABILITIES, outOfFold.classes(), new double[0], new double[][] {
                            weights
                        }));
    }

    private static double[] likeliest(CrossFitted outOfFold, int members) {
        List<double[]> rows =
                outOfFold.sampledScores().map(VotingEnsemble::probabilities).collect();
        double[] weights = new double[members];
        Arrays.fill(weights, 1.0 / members);
        for (int i = 0; i < ITERATIONS; i++) {
            double[] next = new double[members];
            double total = 0;
            for (double[] row : rows) {
                double mixture = 0;
                for (int m = 0; m < members; m++) {
                    mixture += weights[m] * row[m + 1];
                }
                for (int m = 0; m < members; m++) {
                    next[m] += row[0] * weights[m] * row[m + 1] / mixture;
                }
                total += row[0];
            }
            double sum = total;
            weights = Arrays.stream(next).map(w -> w / sum).toArray();
        }
        return weights;
    }

    @Override
    EnsembleModel joined(CrossFitted outOfFold, Map<String, ? extends Transformer> fitted) {
        return of(outOfFold, fitted);
    }

    @Override
    VotingEnsemble with(String uid, Map<String, Estimator<?>> members, TaskType task) {
        return new VotingEnsemble(uid, members, task);
    }

    /** Weight and each member's probability of the true class. */
    private static double[] probabilities(Row row) {
        double[][] outputs = CrossFitted.outputs(row.getStruct(2));
        int label = (int) row.getDouble(0);
        double[] values = new double[outputs.length + 1];
        values[0] = row.getDouble(1);
        for (int m = 0; m < outputs.length; m++) {
            double p = label < outputs[m].length ? outputs[m][label] : 0;
            values[m + 1] = Math.max(SMALLEST_PROBABILITY, p);
        }
        return values;
    }
}
