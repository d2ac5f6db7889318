package io.lepton.fairness.preprocessing;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/**
 * Columns of {@link CorrelationRemover} and its model.
 *
 * @param <S> the stage itself
 */
public interface CorrelationParams<S> extends Params {
    Param<String> inputCol();

    Param<String> outputCol();

    StringArrayParam sensitiveCols();

    DoubleParam alpha();

    static Param<String> inputCol(Params stage) {
        return new Param<>(stage, "inputCol", "vector column of features");
    }

    static Param<String> outputCol(Params stage) {
        return new Param<>(stage, "outputCol", "vector column of repaired features to add");
    }

    static StringArrayParam sensitiveCols(Params stage) {
        return new StringArrayParam(
                stage,
                "sensitiveCols",
                "columns that features shall not correlate with: numbers, booleans or vectors (one-hot words)");
    }

    static DoubleParam alpha(Params stage) {
        return new DoubleParam(
                stage,
                "alpha",
                "how much of the correlation is removed, from 0 (none) to 1 (all)",
                ParamValidators.inRange(0, 1));
    }

    default S setInputCol(String column) {
        set(inputCol(), column);
        return self();
    }

    default S setOutputCol(String column) {
        set(outputCol(), column);
        return self();
    }

    /** @param columns at least one */
    default S setSensitiveCols(String... columns) {
        set(sensitiveCols(), columns);
        return self();
    }

    /** @param value [0, 1] */
    default S setAlpha(double value) {
        set(alpha(), value);
        return self();
    }

    /** The stage as its own type. */
    @SuppressWarnings("unchecked")
    default S self() {
        return (S) this;
    }

    /** All sensitive values of a row in one array; NaN where a number is missing, null where a vector is. */
    default Column sensitive(StructType schema) {
        return concat(Arrays.stream(getOrDefault(sensitiveCols()))
                .map(name -> Cells.isVector(schema, name)
                        ? Cells.array(name)
                        : array(coalesce(Cells.column(name).cast("double"), lit(Double.NaN))))
                .toArray(Column[]::new));
    }

    /**
     * The schema with the repaired features.
     *
     * @throws LeptonException configuration, for columns that are missing or of another type
     */
    default StructType repaired(StructType schema) {
        Cells.requireVector(schema, getOrDefault(inputCol()), "inputCol");
        if (!isDefined(sensitiveCols()) || getOrDefault(sensitiveCols()).length == 0) {
            throw LeptonException.configuration("Cannot remove correlation: sensitiveCols of " + uid()
                    + " is not set. Name the columns that features shall not correlate with.");
        }
        for (String name : getOrDefault(sensitiveCols())) {
            Cells.require(schema, name, "sensitiveCols");
            if (!Cells.isVector(schema, name)) {
                Cells.requireNumber(schema, name, "sensitiveCols");
            }
        }
        return Cells.adding(schema, getOrDefault(outputCol()), SQLDataTypes.VectorType(), "outputCol");
    }
}
