package io.lepton.fairness.preprocessing;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.GroupParams;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of {@link DisparateImpactRemover} and its model: either numeric columns, or elements of one vector column.
 *
 * @param <S> the stage itself
 */
public interface DisparateImpactParams<S> extends GroupParams<S> {
    StringArrayParam inputCols();

    StringArrayParam outputCols();

    Param<String> inputCol();

    Param<String> outputCol();

    IntArrayParam indices();

    DoubleParam repairLevel();

    /** The parameters of one stage. */
    record Fields(
            StringArrayParam inputCols,
            StringArrayParam outputCols,
            Param<String> inputCol,
            Param<String> outputCol,
            IntArrayParam indices,
            DoubleParam repairLevel) {

        static Fields of(GroupParams<?> stage) {
            return new Fields(
                    new StringArrayParam(
                            stage, "inputCols", "numeric columns to repair; empty: elements of inputCol are repaired"),
                    new StringArrayParam(
                            stage, "outputCols", "columns of repaired numbers to add, one each of inputCols"),
                    new Param<>(stage, "inputCol", "vector column of features, read where inputCols is empty"),
                    new Param<>(stage, "outputCol", "vector column of repaired features to add"),
                    new IntArrayParam(stage, "indices", "elements of the vector that are repaired, from 0; empty: all"),
                    new DoubleParam(
                            stage,
                            "repairLevel",
                            "how far values are moved, from 0 (not at all) to 1 (no group can be told from them)",
                            ParamValidators.inRange(0, 1)));
        }
    }

    default S setInputCols(String... columns) {
        set(inputCols(), columns);
        return self();
    }

    default S setOutputCols(String... columns) {
        set(outputCols(), columns);
        return self();
    }

    default S setInputCol(String column) {
        set(inputCol(), column);
        return self();
    }

    default S setOutputCol(String column) {
        set(outputCol(), column);
        return self();
    }

    default S setIndices(int... elements) {
        set(indices(), elements);
        return self();
    }

    /** @param value [0, 1] */
    default S setRepairLevel(double value) {
        set(repairLevel(), value);
        return self();
    }

    /** Whether elements of a vector are repaired, rather than columns. */
    default boolean repairsVector() {
        return getOrDefault(inputCols()).length == 0;
    }

    /** The schema with what is repaired. */
    default StructType repaired(StructType schema) {
        if (repairsVector()) {
            Cells.requireVector(schema, getOrDefault(inputCol()), "inputCol");
            for (int index : getOrDefault(indices())) {
                if (index < 0) {
                    throw LeptonException.configuration("Cannot repair element " + index + " of column '"
                            + getOrDefault(inputCol()) + "': elements are counted from 0. Mend indices.");
                }
            }
            return Cells.adding(schema, getOrDefault(outputCol()), SQLDataTypes.VectorType(), "outputCol");
        }
        String[] inputs = getOrDefault(inputCols());
        String[] outputs = getOrDefault(outputCols());
        if (inputs.length != outputs.length) {
            throw LeptonException.configuration("Cannot repair " + inputs.length + " columns into " + outputs.length
                    + ": outputCols needs one name for each of inputCols.");
        }
        StructType repaired = schema;
        for (int i = 0; i < inputs.length; i++) {
            Cells.requireNumber(schema, inputs[i], "inputCols");
            repaired = Cells.adding(repaired, outputs[i], DataTypes.DoubleType, "outputCols");
        }
        return repaired;
    }
}
