package io.lepton.fairness.postprocessing;

import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.GroupParams;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Where decisions go.
 *
 * @param <S> the stage itself
 */
public interface DecisionParams<S> extends DrawParams<S>, ScoreParams<S> {
    Param<String> predictionCol();

    Param<String> selectionProbabilityCol();

    static Param<String> predictionCol(GroupParams<?> stage) {
        return new Param<>(
                stage, "predictionCol", "column of decisions to add, 0 or 1; empty for none, and no lots are drawn");
    }

    static Param<String> selectionProbabilityCol(GroupParams<?> stage) {
        return new Param<>(
                stage,
                "selectionProbabilityCol",
                "column to add that tells how likely the decision is 1 before the lot; empty for none");
    }

    default S setPredictionCol(String column) {
        set(predictionCol(), column);
        return self();
    }

    default S setSelectionProbabilityCol(String column) {
        set(selectionProbabilityCol(), column);
        return self();
    }

    /** The schema with the decisions. */
    default StructType decided(StructType schema) {
        String prediction = getOrDefault(predictionCol());
        if (!prediction.isEmpty()) {
            requireKeys(schema);
        }
        StructType expected = Cells.adding(
                schema, getOrDefault(selectionProbabilityCol()), DataTypes.DoubleType, "selectionProbabilityCol");
        return Cells.adding(expected, prediction, DataTypes.DoubleType, "predictionCol");
    }
}
