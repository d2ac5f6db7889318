package io.lepton.fairness.reductions;

import io.lepton.error.LeptonException;
import java.io.Serial;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Makes a fair learner of any Spark ML learner that takes weights, by fitting it to weighted and relabelled rows. The column of the group
 * is needed while fitting only; whether it is among the features too is up to the caller.
 *
 * @param <M> what is fitted
 */
public abstract class Reduction<M extends Model<M>> extends Estimator<M> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Estimator<?> learner;
    private final Param<String> constraint;
    private final DoubleParam ratio;
    private final Param<String> groupCol;
    private final Param<String> labelCol;
    private final Param<String> weightCol;
    private final Param<String> predictionCol;

    Reduction(String uid, Estimator<?> learner) {
        this.uid = uid;
        this.learner = learner;
        this.constraint = new Param<>(
                this,
                "constraint",
                "what is to be alike in all groups, or bounded in each: " + String.join(", ", Moment.words()),
                ParamValidators.inArray(Moment.words()));
        this.ratio = new DoubleParam(
                this,
                "ratio",
                "r: a violation is by how much r times a group's rate exceeds that of all rows, or the other way round; (0,"
                        + " 1], 1: differences",
                ParamValidators.inRange(0, 1, false, true));
        this.groupCol = new Param<>(this, "groupCol", "column of the protected attribute; missing values are a group");
        this.labelCol =
                new Param<>(this, "labelCol", "column of the label; the learner reads the reduction's labels there");
        this.weightCol = new Param<>(
                this,
                "weightCol",
                "column of the rows' weights, each 1 where there is none; the learner reads the reduction's weights there");
        this.predictionCol =
                new Param<>(this, "predictionCol", "column where the learner's models, and what is fitted, predict");
        setDefault(constraint, Moment.EQUALIZED_ODDS.word());
        setDefault(ratio, 1.0);
        setDefault(groupCol, "group");
        setDefault(labelCol, "label");
        setDefault(weightCol, "weight");
        setDefault(predictionCol, "prediction");
    }

    /** The learner that is fitted over and over. */
    public Estimator<?> learner() {
        return learner;
    }

    Moment moment() {
        return Moment.of(getOrDefault(constraint));
    }

    Roles roles() {
        return new Roles(
                getOrDefault(groupCol), getOrDefault(labelCol), getOrDefault(weightCol), getOrDefault(predictionCol));
    }

    double leastRatio() {
        return (double) getOrDefault(ratio);
    }

    /** @throws LeptonException (configuration) for missing columns, and learners that take no notice of weights */
    void check(StructType schema) {
        roles().check(schema);
        roles().checkLearner(learner);
        if (Roles.has(schema, getOrDefault(predictionCol))) {
            throw LeptonException.configuration("Cannot fit fairly: column '" + getOrDefault(predictionCol)
                    + "' exists already. Drop it first, or set predictionCol.");
        }
    }

    /** As the learner gets it. */
    StructType withWeight(StructType schema) {
        String weight = getOrDefault(weightCol);
        return Roles.has(schema, weight) ? schema : schema.add(weight, DataTypes.DoubleType, false);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public MLWriter write() {
        return SavedReduction.writer(this, learner);
    }

    public Param<String> constraint() {
        return constraint;
    }

    public DoubleParam ratio() {
        return ratio;
    }

    public Param<String> groupCol() {
        return groupCol;
    }

    public Param<String> labelCol() {
        return labelCol;
    }

    public Param<String> weightCol() {
        return weightCol;
    }

    public Param<String> predictionCol() {
        return predictionCol;
    }
}
