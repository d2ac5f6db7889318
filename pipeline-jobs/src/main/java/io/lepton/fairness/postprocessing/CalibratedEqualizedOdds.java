package io.lepton.fairness.postprocessing;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.postprocessing.scores.ScoreTable;
import java.io.Serial;
import java.util.SortedMap;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Makes one cost of calibrated probabilities the same in all groups and keeps them calibrated: of a group that costs less, a share of rows
 * drawn by lot gets the group's base rate instead of its score (Pleiss, Raghavan, Wu, Kleinberg and Weinberger, 2017, "On fairness and
 * calibration"). With c the group's cost, t that of its base rate for everybody, and C the largest cost of a group, the share is
 *
 * <pre>(C − c) / (t − c)</pre>
 *
 * The cost is the generalized false positive rate (the negatives' mean score), the generalized false negative rate (the positives' mean
 * of 1 −
 * score), or both, weighted by the shares of negatives and positives. The paper has two groups; of more, all are raised to the
 * costliest. Where
 * even the base rate costs less than C, all rows of a group get it and the model tells that the costs are not the same.
 */
public final class CalibratedEqualizedOdds extends ScoreEstimator<CalibratedEqualizedOdds, CalibratedEqualizedOddsModel>
        implements DrawParams<CalibratedEqualizedOdds> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Param<String> costConstraint;
    private final Param<String> outputCol;
    private final StringArrayParam keyCols;
    private final LongParam seed;

    public CalibratedEqualizedOdds() {
        this(Identifiable$.MODULE$.randomUID("calibratedEqualizedOdds"));
    }

    /** Made by Spark when it loads a saved stage. */
    public CalibratedEqualizedOdds(String uid) {
        super(uid);
        this.costConstraint = new Param<>(
                this,
                "costConstraint",
                "the cost that shall be the same: fpr, fnr or weighted",
                ParamValidators.inArray(new String[] {"fpr", "fnr", "weighted"}));
        this.outputCol = outputCol(this);
        this.keyCols = DrawParams.keyCols(this);
        this.seed = DrawParams.seed(this);
        setDefault(costConstraint, "weighted");
        setDefault(outputCol, "fairScore");
        setDefault(seed, 42L);
    }

    static Param<String> outputCol(ScoreParams<?> stage) {
        return new Param<>(stage, "outputCol", "column of repaired probabilities to add");
    }

    public static MLReader<CalibratedEqualizedOdds> read() {
        return new DefaultParamsReader<>();
    }

    public static CalibratedEqualizedOdds load(String path) {
        return read().load(path);
    }

    public Param<String> costConstraint() {
        return costConstraint;
    }

    public Param<String> outputCol() {
        return outputCol;
    }

    @Override
    public StringArrayParam keyCols() {
        return keyCols;
    }

    @Override
    public LongParam seed() {
        return seed;
    }

    /** @param value fpr, fnr or weighted */
    public CalibratedEqualizedOdds setCostConstraint(String value) {
        set(costConstraint, value);
        return this;
    }

    public CalibratedEqualizedOdds setOutputCol(String column) {
        set(outputCol, column);
        return this;
    }

    /**
     * @throws LeptonException data, for scores that are no probabilities, or groups without both labels; and as all repairs of scores do
     */
    @Override
    public CalibratedEqualizedOddsModel fit(Dataset<?> dataset) {
        SortedMap<String, ScoreTable> scores = scores(dataset);
        Probabilities.require(scores, getOrDefault(scoreCol()));
        return fitted(new CalibratedEqualizedOddsModel(
                uid(), CalibratedEqualizedOddsModel.Table.of(scores, getOrDefault(costConstraint))));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        requireScores(schema);
        requireKeys(schema);
        return Cells.adding(schema, getOrDefault(outputCol), DataTypes.DoubleType, "outputCol");
    }
}
