package io.lepton.fairness.preprocessing;

import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.GroupParams;
import io.lepton.fairness.mitigation.Groups;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of {@link Reweighing} and its model.
 *
 * @param <S> the stage itself
 */
public interface ReweighingParams<S> extends GroupParams<S> {
    Param<String> labelCol();

    Param<String> weightCol();

    Param<String> outputCol();

    static Param<String> labelCol(GroupParams<?> stage) {
        return new Param<>(stage, "labelCol", "column of the classes, text or number");
    }

    static Param<String> weightCol(GroupParams<?> stage) {
        return new Param<>(
                stage, "weightCol", "column of weights that rows have already, which are multiplied; empty for none");
    }

    static Param<String> outputCol(GroupParams<?> stage) {
        return new Param<>(stage, "outputCol", "column of weights to add");
    }

    default S setLabelCol(String column) {
        set(labelCol(), column);
        return self();
    }

    default S setWeightCol(String column) {
        set(weightCol(), column);
        return self();
    }

    default S setOutputCol(String column) {
        set(outputCol(), column);
        return self();
    }

    /** The schema with the weights. */
    default StructType weighed(StructType schema) {
        Groups.requireText(schema, getOrDefault(labelCol()), "labelCol");
        if (!getOrDefault(weightCol()).isEmpty()) {
            Cells.requireNumber(schema, getOrDefault(weightCol()), "weightCol");
        }
        return Cells.adding(schema, getOrDefault(outputCol()), DataTypes.DoubleType, "outputCol");
    }
}
