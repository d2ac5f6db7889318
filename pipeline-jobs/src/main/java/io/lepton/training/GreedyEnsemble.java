package io.lepton.training;

import io.lepton.training.stages.Combination;
import io.lepton.training.stages.EnsembleModel;
import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Row;

/**
 * A mean of the members' outputs to which a member counts as often as it was chosen: again and again, of all members, the one that makes
 * the mean best by a metric on the out-of-fold predictions (Caruana, Niculescu-Mizil, Crew and Ksikes, 2004). It begins with the best
 * member, and the mean that was best on the way is kept, so that on these predictions it is never worse than that member.
 */
public final class GreedyEnsemble extends Ensemble {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int STEPS = 30;

    /** All are measured at every step, once a member. */
    private static final long MOST_ROWS = 20_000;

    private final Param<String> metric;

    /** @param members by name, over features, label and weight */
    public GreedyEnsemble(Map<String, Estimator<?>> members, TaskType task) {
        this(Identifiable$.MODULE$.randomUID("greedyEnsemble"), members, task);
    }

    private GreedyEnsemble(String uid, Map<String, Estimator<?>> members, TaskType task) {
        super(uid, members, task);
        this.metric = new Param<>(this, "metric", "what the mean is to be best by, a name of Quality");
        setDefault(metric, Quality.defaultMetric(task));
    }

    public GreedyEnsemble setFolds(int value) {
        set(folds(), value);
        return this;
    }

    public GreedyEnsemble setSeed(long value) {
        set(seed(), value);
        return this;
    }

    public GreedyEnsemble setMetric(String value) {
        set(metric, value);
        return this;
    }

    public Param<String> metric() {
        return metric;
    }

    public static MLReader<GreedyEnsemble> read() {
        return new Reader<>(GreedyEnsemble.class, new GreedyEnsemble(Map.of(), TaskType.BINARY));
    }

    public static GreedyEnsemble load(String path) {
        return read().load(path);
    }

    /**
     * Joins models that are fitted already, by what is known of them out of fold; {@code fitted} in the order of the folds' models.
     *
     * @param metric a name of {@link Quality}
     */
    public static EnsembleModel of(CrossFitted outOfFold, Map<String, ? extends Transformer> fitted, String metric) {
        TaskType task = outOfFold.task();
        int members = outOfFold.models().size();
        List<Row> rows = outOfFold.sampledScores(MOST_ROWS).collect();
        double sign = Quality.higherIsBetter(metric) ? 1 : -1;
        int[] chosen = new int[members];
        int[] best = chosen;
        double highest = Double.NEGATIVE_INFINITY;
        for (int step = 0; step < STEPS; step++) {
            int next = -1;
            double nextValue = Double.NEGATIVE_INFINITY;
            for (int m = 0; m < members; m++) {
                int[] tried = chosen.clone();
                tried[m]++;
                double value = sign
                        * new LocalEvaluation(task)
                                .of(joined(rows, mean(tried, task, outOfFold.classes()), task))
                                .primary(metric);
                if (value > nextValue) {
                    nextValue = value;
                    next = m;
                }
            }
            if (next < 0) {
                break;
            }
            chosen = chosen.clone();
            chosen[next]++;
            if (nextValue > highest) {
                highest = nextValue;
                best = chosen;
            }
        }
        return new EnsembleModel(fitted, mean(best, task, outOfFold.classes()));
    }

    private static Combination mean(int[] chosen, TaskType task, int classes) {
        double total = Arrays.stream(chosen).sum();
        double[][] weights = {
            Arrays.stream(chosen).mapToDouble(times -> times / total).toArray()
        };
        return task.classifies()
                ? new Combination(Combination.Kind.AVERAGE_PROBABILITIES, classes, new double[0], weights)
                : new Combination(Combination.Kind.LINEAR, 0, new double[] {0}, weights);
    }

    private static Predictions joined(List<Row> scores, Combination rule, TaskType task) {
        int width = Math.max(1, rule.classes());
        double[] labels = new double[scores.size()];
        double[] weights = new double[scores.size()];
        double[] outputs = new double[scores.size() * width];
        for (int i = 0; i < labels.length; i++) {
            Row row = scores.get(i);
            labels[i] = row.getDouble(0);
            weights[i] = row.getDouble(1);
            System.arraycopy(rule.combine(CrossFitted.outputs(row.getStruct(2))), 0, outputs, i * width, width);
        }
        return Predictions.of(task, labels, weights, outputs);
    }

    @Override
    EnsembleModel joined(CrossFitted outOfFold, Map<String, ? extends Transformer> fitted) {
        return of(outOfFold, fitted, getOrDefault(metric));
    }

    @Override
    GreedyEnsemble with(String uid, Map<String, Estimator<?>> members, TaskType task) {
        return new GreedyEnsemble(uid, members, task);
    }
}
