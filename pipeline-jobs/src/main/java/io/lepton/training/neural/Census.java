package io.lepton.training.neural;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.training.TaskType;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What labels and weights say before any feature is read.
 *
 * @param rows that count: of weight above 0
 * @param classes one more than the largest label; 0 for numbers
 */
record Census(long rows, int classes) {

    TaskType task() {
        return classes == 0 ? TaskType.REGRESSION : classes == 2 ? TaskType.BINARY : TaskType.MULTICLASS;
    }

    /**
     * Counts rows with columns features, label and weight.
     *
     * @param classified whether labels are classes, or quantities
     * @throws LeptonException (data) when there are none, or some that can't be learned from
     */
    static Census of(Dataset<Row> rows, boolean classified) {
        Column unknown = col("label").isNull().or(col("label").isNaN());
        Column noWeight = col("weight")
                .isNull()
                .or(col("weight").isNaN())
                .or(col("weight").lt(0));
        Column noClass =
                col("label").lt(0).or(col("label").notEqual(col("label").cast("int")));
        Row counted = rows.agg(
                        count(when(col("weight").gt(0), 1)),
                        max(col("label")),
                        number(noWeight),
                        number(unknown),
                        number(noClass),
                        number(col("features").isNull()))
                .head();
        refuse(counted.getLong(2), "have no weight of 0 or more", "Mend or drop the column weight.");
        refuse(counted.getLong(3), "have no label", "Leave them out of the training rows.");
        refuse(counted.getLong(5), "have no features", "Leave them out of the training rows.");
        if (counted.getLong(0) == 0) {
            throw LeptonException.data(
                    "Cannot train a neural network: there are no rows of weight above 0. Check the split and the"
                            + " filters before it.");
        }
        if (!classified) {
            return new Census(counted.getLong(0), 0);
        }
        refuse(counted.getLong(4), "have a label that is no class", "Classes are numbered 0, 1, 2, ...");
        return new Census(counted.getLong(0), Math.max(2, (int) counted.getDouble(1) + 1));
    }

    private static Column number(Column condition) {
        return count(when(condition, lit(1)));
    }

    private static void refuse(long rows, String fault, String remedy) {
        if (rows > 0) {
            throw LeptonException.data("Cannot train a neural network: " + rows + " rows " + fault + ". " + remedy);
        }
    }
}
