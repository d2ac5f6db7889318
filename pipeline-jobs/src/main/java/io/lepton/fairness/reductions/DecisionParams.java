package io.lepton.fairness.reductions;

import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/** Parameters that say how a randomized model decides, alike for the model and for the estimator that makes it. */
final class DecisionParams implements Serializable {
    static final String RANDOMIZED = "randomized";
    static final String DETERMINISTIC = "deterministic";

    @Serial
    private static final long serialVersionUID = 1L;

    final Param<String> decision;
    final StringArrayParam keyCols;
    final Param<String> featuresCol;
    final LongParam seed;
    final Param<String> probabilityCol;
    final Param<String> rawPredictionCol;

    DecisionParams(Params parent) {
        decision = new Param<>(
                parent,
                "decision",
                RANDOMIZED + ": drawn by the hash of a row's keys, so that it is always the same, and violations are as"
                        + " fitted; " + DETERMINISTIC
                        + ": by the expected decision, at .5, or the expected number; violations then may be larger",
                ParamValidators.inArray(List.of(RANDOMIZED, DETERMINISTIC)));
        keyCols = new StringArrayParam(
                parent,
                "keyCols",
                "columns that tell rows apart, hashed for the draw; none: the features, so that equals are treated equally");
        featuresCol = new Param<>(parent, "featuresCol", "vector column that is hashed where no keys are named");
        seed = new LongParam(parent, "seed", "seed of the draw");
        probabilityCol = new Param<>(
                parent,
                "probabilityCol",
                "added for classes: weights of the models against and for the row's selection");
        rawPredictionCol = new Param<>(parent, "rawPredictionCol", "added for classes: the same as the probability");
    }
}
