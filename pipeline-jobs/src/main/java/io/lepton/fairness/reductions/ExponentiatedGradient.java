package io.lepton.fairness.reductions;

import io.lepton.error.LeptonException;
import io.lepton.fairness.reductions.game.Constraints;
import io.lepton.fairness.reductions.game.Mixture;
import io.lepton.fairness.reductions.game.SaddlePoint;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * The exponentiated-gradient reduction (Agarwal, Beygelzimer, Dudik, Langford and Wallach, 2018, "A Reductions Approach to Fair
 * Classification"): finds the randomized model of least error among those that violate no constraint by more than {@code bound}, for any
 * learner that takes weights. Each fit of the learner is followed by one pass over the cached rows; a search takes between ten and a
 * few hundred fits, most often some twenty.
 */
public final class ExponentiatedGradient extends Reduction<RandomizedModel> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final double NO_WEIGHT = 1e-9;

    private final DoubleParam bound;
    private final IntParam maxRounds;
    private final DoubleParam multiplierLimit;
    private final DoubleParam tolerance;
    private final DoubleParam learningRate;
    private final DecisionParams decisions;

    /** @param learner reads its labels and weights from {@code labelCol} and {@code weightCol}; its models add {@code predictionCol} */
    public ExponentiatedGradient(Estimator<?> learner) {
        this(Identifiable$.MODULE$.randomUID("exponentiatedGradient"), learner);
    }

    private ExponentiatedGradient(String uid, Estimator<?> learner) {
        super(uid, learner);
        this.bound = new DoubleParam(
                this,
                "bound",
                "largest violation on the training rows: of a rate's difference from that of all rows, or a group's mean"
                        + " loss; above 0",
                ParamValidators.gt(0));
        this.maxRounds = new IntParam(this, "maxRounds", "rounds of the game, at most", ParamValidators.gt(0));
        this.multiplierLimit = new DoubleParam(
                this,
                "multiplierLimit",
                "B: what the sum of the multipliers is limited to; the larger, the less the bound is exceeded, and the"
                        + " longer it takes; 0: 1 / bound",
                ParamValidators.gtEq(0));
        this.tolerance = new DoubleParam(
                this,
                "tolerance",
                "nu: gap between the players at which the search ends; 0: half a standard error of the plain model's error",
                ParamValidators.gtEq(0));
        this.learningRate = new DoubleParam(
                this, "learningRate", "eta times B: size of the multipliers' first step", ParamValidators.gt(0));
        this.decisions = new DecisionParams(this);
        setDefault(bound, 0.01);
        setDefault(maxRounds, 50);
        setDefault(multiplierLimit, 0.0);
        setDefault(tolerance, 0.0);
        setDefault(learningRate, 2.0);
        setDefault(decisions.decision, DecisionParams.RANDOMIZED);
        setDefault(decisions.keyCols, new String[0]);
        setDefault(decisions.featuresCol, "features");
        setDefault(decisions.seed, 42L);
        setDefault(decisions.probabilityCol, "probability");
        setDefault(decisions.rawPredictionCol, "rawPrediction");
    }

    public static MLReader<ExponentiatedGradient> read() {
        return SavedReduction.reader(
                ExponentiatedGradient.class, (uid, saved) -> new ExponentiatedGradient(uid, saved.learner()));
    }

    public static ExponentiatedGradient load(String path) {
        return read().load(path);
    }

    /**
     * @param dataset with the group's column and whatever the learner reads
     * @throws LeptonException for columns, labels or groups that can't be learned from
     */
    @Override
    public RandomizedModel fit(Dataset<?> dataset) {
        check(dataset.schema());
        try (ReducedRows rows = new ReducedRows(dataset, moment(), roles(), learner())) {
            Constraints constraints = moment().constraints(rows.cells(), (double) getOrDefault(bound), leastRatio());
            Mixture<Transformer> mixture = saddlePoint().find(rows.cells(), constraints, rows);
            return model(mixture, constraints);
        }
    }

    private SaddlePoint saddlePoint() {
        double limit = (double) getOrDefault(multiplierLimit);
        return new SaddlePoint(
                (int) getOrDefault(maxRounds),
                limit > 0 ? limit : 1 / (double) getOrDefault(bound),
                (double) getOrDefault(tolerance),
                (double) getOrDefault(learningRate));
    }

    private RandomizedModel model(Mixture<Transformer> mixture, Constraints constraints) {
        List<Transformer> models = new ArrayList<>();
        List<Double> weights = new ArrayList<>();
        for (int i = 0; i < mixture.weights().length; i++) {
            if (mixture.weights()[i] > NO_WEIGHT) {
                models.add(mixture.hypotheses().get(i).model());
                weights.add(mixture.weights()[i]);
            }
        }
        RandomizedModel.Details details =
                new RandomizedModel.Details(moment().classifies(), weights, ReductionSummary.of(mixture, constraints));
        return copyValues(
                        new RandomizedModel(Identifiable$.MODULE$.randomUID("randomizedModel"), models, details),
                        ParamMap.empty())
                .setParent(this);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        check(schema);
        learner().transformSchema(withWeight(schema));
        return RandomizedModel.outputs(schema, moment().classifies(), getOrDefault(predictionCol()), decisions, this);
    }

    @Override
    public Estimator<RandomizedModel> copy(ParamMap extra) {
        return copyValues(new ExponentiatedGradient(uid(), learner().copy(extra)), extra);
    }

    public DoubleParam bound() {
        return bound;
    }

    public IntParam maxRounds() {
        return maxRounds;
    }

    public DoubleParam multiplierLimit() {
        return multiplierLimit;
    }

    public DoubleParam tolerance() {
        return tolerance;
    }

    public DoubleParam learningRate() {
        return learningRate;
    }

    public Param<String> decision() {
        return decisions.decision;
    }

    public StringArrayParam keyCols() {
        return decisions.keyCols;
    }

    public Param<String> featuresCol() {
        return decisions.featuresCol;
    }

    public LongParam seed() {
        return decisions.seed;
    }

    public Param<String> probabilityCol() {
        return decisions.probabilityCol;
    }

    public Param<String> rawPredictionCol() {
        return decisions.rawPredictionCol;
    }

    public ExponentiatedGradient setConstraint(Moment value) {
        set(constraint(), value.word());
        return this;
    }

    public ExponentiatedGradient setBound(double value) {
        set(bound, value);
        return this;
    }

    public ExponentiatedGradient setRatio(double value) {
        set(ratio(), value);
        return this;
    }

    public ExponentiatedGradient setGroupCol(String column) {
        set(groupCol(), column);
        return this;
    }

    public ExponentiatedGradient setLabelCol(String column) {
        set(labelCol(), column);
        return this;
    }

    public ExponentiatedGradient setWeightCol(String column) {
        set(weightCol(), column);
        return this;
    }

    public ExponentiatedGradient setPredictionCol(String column) {
        set(predictionCol(), column);
        return this;
    }

    public ExponentiatedGradient setMaxRounds(int value) {
        set(maxRounds, value);
        return this;
    }

    public ExponentiatedGradient setMultiplierLimit(double value) {
        set(multiplierLimit, value);
        return this;
    }

    public ExponentiatedGradient setTolerance(double value) {
        set(tolerance, value);
        return this;
    }

    public ExponentiatedGradient setLearningRate(double value) {
        set(learningRate, value);
        return this;
    }

    /** @param value randomized or deterministic */
    public ExponentiatedGradient setDecision(String value) {
        set(decisions.decision, value);
        return this;
    }

    /** @param columns that tell rows apart */
    public ExponentiatedGradient setKeyCols(String... columns) {
        set(decisions.keyCols, columns.clone());
        return this;
    }

    public ExponentiatedGradient setSeed(long value) {
        set(decisions.seed, value);
        return this;
    }
}
