package io.lepton.fairness.postprocessing;

import io.lepton.error.LeptonException;
import io.lepton.fairness.postprocessing.thresholds.Constraint;
import io.lepton.fairness.postprocessing.thresholds.Objective;
import io.lepton.fairness.postprocessing.thresholds.Tradeoff;
import java.io.Serial;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Chooses a threshold for each group, or a mixture of two by lot where theory asks for it, so that groups are selected alike and the
 * objective is as large as that allows (Hardt, Price and Srebro, 2016, "Equality of opportunity in supervised learning"). Any scores will
 * do, whoever made them. One pass over the rows; what follows works on counts.
 */
public final class ThresholdOptimizer extends ScoreEstimator<ThresholdOptimizer, ThresholdOptimizerModel>
        implements DecisionParams<ThresholdOptimizer> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Param<String> constraint;
    private final Param<String> objective;
    private final BooleanParam flip;
    private final DoubleParam tolerance;
    private final IntParam gridSize;
    private final Param<String> predictionCol;
    private final Param<String> selectionProbabilityCol;
    private final StringArrayParam keyCols;
    private final LongParam seed;

    public ThresholdOptimizer() {
        this(Identifiable$.MODULE$.randomUID("thresholdOptimizer"));
    }

    /** Made by Spark when it loads a saved stage. */
    public ThresholdOptimizer(String uid) {
        super(uid);
        this.constraint = new Param<>(
                this,
                "constraint",
                "what shall be the same in all groups: " + String.join(", ", Constraint.names()),
                ParamValidators.inArray(Constraint.names()));
        this.objective = new Param<>(
                this,
                "objective",
                "what shall be large: " + String.join(", ", Objective.names()),
                ParamValidators.inArray(Objective.names()));
        this.flip = new BooleanParam(
                this,
                "flip",
                "whether a group may be selected below a threshold, where its scores are low for positives");
        this.tolerance = new DoubleParam(
                this,
                "tolerance",
                "how far apart the groups' rates may be, [0, 1]; 0 makes them the same",
                ParamValidators.inRange(0, 1));
        this.gridSize = new IntParam(
                this,
                "gridSize",
                "how many steps of rates are looked at, as Fairlearn does; 0 looks at all that can be best, as a tolerance does",
                ParamValidators.gtEq(0));
        this.predictionCol = DecisionParams.predictionCol(this);
        this.selectionProbabilityCol = DecisionParams.selectionProbabilityCol(this);
        this.keyCols = DrawParams.keyCols(this);
        this.seed = DrawParams.seed(this);
        setDefault(constraint, "demographic_parity");
        setDefault(objective, "accuracy");
        setDefault(flip, false);
        setDefault(tolerance, 0.0);
        setDefault(gridSize, 0);
        setDefault(predictionCol, "fairPrediction");
        setDefault(selectionProbabilityCol, "selectionProbability");
        setDefault(seed, 42L);
    }

    public static MLReader<ThresholdOptimizer> read() {
        return new DefaultParamsReader<>();
    }

    public static ThresholdOptimizer load(String path) {
        return read().load(path);
    }

    public Param<String> constraint() {
        return constraint;
    }

    public Param<String> objective() {
        return objective;
    }

    public BooleanParam flip() {
        return flip;
    }

    public DoubleParam tolerance() {
        return tolerance;
    }

    public IntParam gridSize() {
        return gridSize;
    }

    @Override
    public Param<String> predictionCol() {
        return predictionCol;
    }

    @Override
    public Param<String> selectionProbabilityCol() {
        return selectionProbabilityCol;
    }

    @Override
    public StringArrayParam keyCols() {
        return keyCols;
    }

    @Override
    public LongParam seed() {
        return seed;
    }

    /** @param value of {@link Constraint}, in small letters */
    public ThresholdOptimizer setConstraint(String value) {
        set(constraint, value);
        return this;
    }

    /** @param value of {@link Objective}, in small letters; of equalized odds accuracy or balanced_accuracy */
    public ThresholdOptimizer setObjective(String value) {
        set(objective, value);
        return this;
    }

    public ThresholdOptimizer setFlip(boolean value) {
        set(flip, value);
        return this;
    }

    /**
     * Buys some of the objective back.
     *
     * @param value [0, 1]
     */
    public ThresholdOptimizer setTolerance(double value) {
        set(tolerance, value);
        return this;
    }

    /** @param value 0 or more */
    public ThresholdOptimizer setGridSize(int value) {
        set(gridSize, value);
        return this;
    }

    /**
     * @throws LeptonException configuration, for too many groups; data, for rows without score, label or weight, or groups without a label
     *     that the constraint is about
     */
    @Override
    public ThresholdOptimizerModel fit(Dataset<?> dataset) {
        return fitted(new ThresholdOptimizerModel(
                uid(), new ThresholdOptimizerModel.Table(tradeoff().rules(scores(dataset)))));
    }

    private Tradeoff tradeoff() {
        return new Tradeoff(
                Constraint.of(getOrDefault(constraint)),
                Objective.of(getOrDefault(objective)),
                (boolean) getOrDefault(flip),
                (double) getOrDefault(tolerance),
                (int) getOrDefault(gridSize));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        tradeoff();
        requireScores(schema);
        return decided(schema);
    }
}
