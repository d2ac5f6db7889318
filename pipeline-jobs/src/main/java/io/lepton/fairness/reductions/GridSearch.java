package io.lepton.fairness.reductions;

import io.lepton.error.LeptonException;
import io.lepton.fairness.reductions.game.Constraints;
import io.lepton.fairness.reductions.game.Hypothesis;
import io.lepton.fairness.reductions.game.MultiplierGrid;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * The grid-search reduction (Agarwal et al., 2018, section 3.4): fits the learner once for each of a grid of multipliers and keeps the one
 * model with the least (1 − c) · error + c · largest violation. Not randomized, and so without the guarantee that a bound can be kept;
 * cheap where there are two groups and one rate.
 */
public final class GridSearch extends Reduction<GridSearchModel> {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Violations are weighed against errors, and not compared with anything. */
    private static final double NO_BOUND = 0;

    private final IntParam gridSize;
    private final DoubleParam gridLimit;
    private final DoubleParam constraintWeight;

    /** @param learner reads its labels and weights from {@code labelCol} and {@code weightCol}; its models add {@code predictionCol} */
    public GridSearch(Estimator<?> learner) {
        this(Identifiable$.MODULE$.randomUID("gridSearch"), learner);
    }

    private GridSearch(String uid, Estimator<?> learner) {
        super(uid, learner);
        this.gridSize = new IntParam(this, "gridSize", "multipliers to try, at most", ParamValidators.gt(0));
        this.gridLimit = new DoubleParam(
                this, "gridLimit", "largest sum of a point's absolute multipliers", ParamValidators.gt(0));
        this.constraintWeight = new DoubleParam(
                this,
                "constraintWeight",
                "c: what the largest violation weighs against the error, [0, 1]",
                ParamValidators.inRange(0, 1));
        setDefault(gridSize, 11);
        setDefault(gridLimit, 2.0);
        setDefault(constraintWeight, 0.5);
    }

    public static MLReader<GridSearch> read() {
        return SavedReduction.reader(GridSearch.class, (uid, saved) -> new GridSearch(uid, saved.learner()));
    }

    public static GridSearch load(String path) {
        return read().load(path);
    }

    /**
     * @param dataset with the group's column and whatever the learner reads
     * @throws LeptonException for columns, labels or groups that can't be learned from, or too small a grid
     */
    @Override
    public GridSearchModel fit(Dataset<?> dataset) {
        check(dataset.schema());
        try (ReducedRows rows = new ReducedRows(dataset, moment(), roles(), learner())) {
            Constraints constraints = moment().constraints(rows.cells(), NO_BOUND, leastRatio());
            List<GridSearchModel.Candidate> candidates = new ArrayList<>();
            Transformer best = null;
            int bestAt = 0;
            for (double[] lambda : grid().points(constraints)) {
                Hypothesis<Transformer> found = rows.fit(constraints.costs(lambda));
                double violation = Arrays.stream(constraints.violations(found.masses()))
                        .max()
                        .orElseThrow();
                candidates.add(new GridSearchModel.Candidate(
                        Arrays.stream(lambda).boxed().toList(), constraints.objective(found.masses()), violation));
                if (best == null || loss(candidates.get(candidates.size() - 1)) < loss(candidates.get(bestAt))) {
                    best = found.model();
                    bestAt = candidates.size() - 1;
                }
            }
            return new GridSearchModel(
                            Identifiable$.MODULE$.randomUID("gridSearchModel"),
                            best,
                            new GridSearchModel.Details(constraints.names(), candidates, bestAt))
                    .setParent(this);
        }
    }

    private MultiplierGrid grid() {
        return new MultiplierGrid((int) getOrDefault(gridSize), (double) getOrDefault(gridLimit));
    }

    private double loss(GridSearchModel.Candidate candidate) {
        double weight = (double) getOrDefault(constraintWeight);
        return (1 - weight) * candidate.objective() + weight * candidate.violation();
    }

    @Override
    public StructType transformSchema(StructType schema) {
        check(schema);
        return learner().transformSchema(withWeight(schema));
    }

    @Override
    public Estimator<GridSearchModel> copy(ParamMap extra) {
        return copyValues(new GridSearch(uid(), learner().copy(extra)), extra);
    }

    public IntParam gridSize() {
        return gridSize;
    }

    public DoubleParam gridLimit() {
        return gridLimit;
    }

    public DoubleParam constraintWeight() {
        return constraintWeight;
    }

    public GridSearch setConstraint(Moment value) {
        set(constraint(), value.word());
        return this;
    }

    public GridSearch setRatio(double value) {
        set(ratio(), value);
        return this;
    }

    public GridSearch setGroupCol(String column) {
        set(groupCol(), column);
        return this;
    }

    public GridSearch setLabelCol(String column) {
        set(labelCol(), column);
        return this;
    }

    public GridSearch setWeightCol(String column) {
        set(weightCol(), column);
        return this;
    }

    public GridSearch setPredictionCol(String column) {
        set(predictionCol(), column);
        return this;
    }

    public GridSearch setGridSize(int value) {
        set(gridSize, value);
        return this;
    }

    public GridSearch setGridLimit(double value) {
        set(gridLimit, value);
        return this;
    }

    public GridSearch setConstraintWeight(double value) {
        set(constraintWeight, value);
        return this;
    }
}
