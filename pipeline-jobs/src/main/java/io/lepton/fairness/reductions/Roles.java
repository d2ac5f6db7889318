package io.lepton.fairness.reductions;

import static org.apache.spark.sql.functions.col;

import io.lepton.error.LeptonException;
import java.util.Arrays;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Names of the columns that a reduction reads and writes.
 *
 * @param group of the protected attribute; read while fitting only
 * @param label replaced by the reduction's labels for each fit
 * @param weight replaced by the reduction's weights for each fit; need not be there, and then is 1
 * @param prediction what the learner's models add
 */
record Roles(String group, String label, String weight, String prediction) {

    static Column column(String name) {
        return col("`" + name.replace("`", "``") + "`");
    }

    static boolean has(StructType schema, String name) {
        return Arrays.asList(schema.fieldNames()).contains(name);
    }

    /** @throws LeptonException (configuration) for columns that are missing or of the wrong type */
    void check(StructType schema) {
        for (String name : new String[] {group, label}) {
            if (!has(schema, name)) {
                throw LeptonException.configuration("Cannot fit fairly: there is no column '" + name + "'. Columns: "
                        + String.join(", ", schema.fieldNames()) + ".");
            }
        }
        for (String name : new String[] {label, weight}) {
            if (has(schema, name) && !(schema.apply(name).dataType() instanceof NumericType)) {
                throw LeptonException.configuration("Cannot fit fairly: column '" + name + "' is "
                        + schema.apply(name).dataType().simpleString() + " and must be a number. Cast it first.");
            }
        }
    }

    /**
     * A learner that ignores the weights would be fitted to relabelled rows all alike, and nobody would notice.
     *
     * @throws LeptonException (configuration) where none of the learner's stages that take weights reads ours
     */
    void checkLearner(Estimator<?> learner) {
        Weights weights = weights(learner);
        if (weights == Weights.OTHERS) {
            throw LeptonException.configuration("Cannot fit fairly: the learner " + learner.uid()
                    + " doesn't read its rows' weights from column '" + weight
                    + "', where the reduction writes them. Call setWeightCol(\"" + weight
                    + "\") on the learner, or name its column by the reduction's weightCol.");
        }
    }

    private enum Weights {
        UNKNOWN,
        OTHERS,
        OURS
    }

    private Weights weights(PipelineStage stage) {
        if (stage instanceof Pipeline pipeline) {
            return Arrays.stream(pipeline.getStages())
                    .map(this::weights)
                    .max(Enum::compareTo)
                    .orElse(Weights.UNKNOWN);
        }
        if (!stage.hasParam("weightCol")) {
            return Weights.UNKNOWN;
        }
        Param<Object> param = stage.getParam("weightCol");
        return stage.isDefined(param) && weight.equals(stage.getOrDefault(param)) ? Weights.OURS : Weights.OTHERS;
    }
}
