package io.lepton.fairness.postprocessing;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.postprocessing.scores.ScoreTable;
import io.lepton.fairness.postprocessing.thresholds.Constraint;
import io.lepton.fairness.postprocessing.thresholds.Objective;
import io.lepton.fairness.postprocessing.thresholds.RegionSearch;
import java.io.Serial;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
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
 * Decides unsure cases for those who are deprived: where the probability is within a margin of the threshold, privileged groups get 0 and
 * the others 1 (Kamiran, Karim and Zhang, 2012, "Decision theory for discrimination-aware classification", the reject option). The
 * margin is
 * searched on a grid: of those that keep the disparity within a bound, the one with the largest objective. No lots are drawn. Whether a
 * margin
 * reached the bound, {@link RejectOptionModel#region()} tells.
 */
public final class RejectOptionClassifier extends ScoreEstimator<RejectOptionClassifier, RejectOptionModel> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Param<String> constraint;
    private final Param<String> objective;
    private final DoubleParam bound;
    private final DoubleParam threshold;
    private final IntParam gridSize;
    private final StringArrayParam privilegedGroups;
    private final Param<String> predictionCol;

    public RejectOptionClassifier() {
        this(Identifiable$.MODULE$.randomUID("rejectOptionClassifier"));
    }

    /** Made by Spark when it loads a saved stage. */
    public RejectOptionClassifier(String uid) {
        super(uid);
        this.constraint = new Param<>(
                this,
                "constraint",
                "what shall be alike in all groups: " + String.join(", ", Constraint.names()),
                ParamValidators.inArray(Constraint.names()));
        this.objective = new Param<>(
                this,
                "objective",
                "what shall be large: " + String.join(", ", Objective.names()),
                ParamValidators.inArray(Objective.names()));
        this.bound = new DoubleParam(
                this,
                "bound",
                "largest difference between groups that is allowed, [0, 1]",
                ParamValidators.inRange(0, 1));
        this.threshold = new DoubleParam(
                this,
                "threshold",
                "probability above which one is selected outside of the critical region, (0, 1)",
                ParamValidators.inRange(0, 1, false, false));
        this.gridSize = new IntParam(this, "gridSize", "margins that are tried", ParamValidators.gtEq(1));
        this.privilegedGroups = new StringArrayParam(
                this,
                "privilegedGroups",
                "groups that get 0 in the critical region; empty: those that are selected more often than all together");
        this.predictionCol = predictionCol(this);
        setDefault(constraint, "demographic_parity");
        setDefault(objective, "balanced_accuracy");
        setDefault(bound, 0.05);
        setDefault(threshold, 0.5);
        setDefault(gridSize, 100);
        setDefault(privilegedGroups, new String[0]);
        setDefault(predictionCol, "fairPrediction");
    }

    static Param<String> predictionCol(ScoreParams<?> stage) {
        return new Param<>(stage, "predictionCol", "column of decisions to add, 0 or 1");
    }

    public static MLReader<RejectOptionClassifier> read() {
        return new DefaultParamsReader<>();
    }

    public static RejectOptionClassifier load(String path) {
        return read().load(path);
    }

    public Param<String> constraint() {
        return constraint;
    }

    public Param<String> objective() {
        return objective;
    }

    public DoubleParam bound() {
        return bound;
    }

    public DoubleParam threshold() {
        return threshold;
    }

    public IntParam gridSize() {
        return gridSize;
    }

    public StringArrayParam privilegedGroups() {
        return privilegedGroups;
    }

    public Param<String> predictionCol() {
        return predictionCol;
    }

    /** @param value of {@link Constraint}, in small letters */
    public RejectOptionClassifier setConstraint(String value) {
        set(constraint, value);
        return this;
    }

    /** @param value of {@link Objective}, in small letters */
    public RejectOptionClassifier setObjective(String value) {
        set(objective, value);
        return this;
    }

    /** @param value [0, 1] */
    public RejectOptionClassifier setBound(double value) {
        set(bound, value);
        return this;
    }

    /** @param value (0, 1) */
    public RejectOptionClassifier setThreshold(double value) {
        set(threshold, value);
        return this;
    }

    /** @param value at least 1 */
    public RejectOptionClassifier setGridSize(int value) {
        set(gridSize, value);
        return this;
    }

    public RejectOptionClassifier setPrivilegedGroups(String... groups) {
        set(privilegedGroups, groups);
        return this;
    }

    public RejectOptionClassifier setPredictionCol(String column) {
        set(predictionCol, column);
        return this;
    }

    /**
     * @throws LeptonException data, for scores that are no probabilities; configuration, for privileged groups that no row is of; and as
     * all
     *     repairs of scores do
     */
    @Override
    public RejectOptionModel fit(Dataset<?> dataset) {
        SortedMap<String, ScoreTable> scores = scores(dataset);
        Probabilities.require(scores, getOrDefault(scoreCol()));
        Set<String> privileged = new TreeSet<>(Set.of(getOrDefault(privilegedGroups)));
        if (!scores.keySet().containsAll(privileged)) {
            throw LeptonException.configuration(
                    "Cannot privilege groups " + String.join(", ", privileged) + " of which are no rows."
                            + " Set privilegedGroups to some of " + String.join(", ", scores.keySet()) + ".");
        }
        RegionSearch search = new RegionSearch(
                privileged,
                (double) getOrDefault(threshold),
                (int) getOrDefault(gridSize),
                Constraint.of(getOrDefault(constraint)),
                Objective.of(getOrDefault(objective)),
                (double) getOrDefault(bound));
        return fitted(new RejectOptionModel(
                uid(), new RejectOptionModel.Table(List.copyOf(scores.keySet()), search.over(scores))));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        requireScores(schema);
        return Cells.adding(schema, getOrDefault(predictionCol), DataTypes.DoubleType, "predictionCol");
    }
}
