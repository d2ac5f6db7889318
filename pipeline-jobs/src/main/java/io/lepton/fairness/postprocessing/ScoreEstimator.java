package io.lepton.fairness.postprocessing;

import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.Groups;
import io.lepton.fairness.mitigation.RepairEstimator;
import io.lepton.fairness.mitigation.RepairModel;
import io.lepton.fairness.postprocessing.scores.GroupScores;
import io.lepton.fairness.postprocessing.scores.ScoreTable;
import java.io.Serial;
import java.util.SortedMap;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Fits a repair to scores, labels and groups.
 *
 * @param <S> the estimator itself
 * @param <M> what it fits
 */
public abstract class ScoreEstimator<S extends ScoreEstimator<S, M>, M extends RepairModel<M>>
        extends RepairEstimator<S, M> implements ScoreParams<S> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Param<String> labelCol;
    private final Param<String> weightCol;
    private final Param<String> scoreCol;
    private final IntParam maxBins;

    protected ScoreEstimator(String uid) {
        super(uid);
        this.labelCol = new Param<>(this, "labelCol", "column of labels, 0 or 1");
        this.weightCol = new Param<>(this, "weightCol", "column of the rows' weights; empty where all weigh the same");
        this.scoreCol = ScoreParams.scoreCol(this);
        this.maxBins = new IntParam(
                this,
                "maxBins",
                "distinct scores that are kept apart in a group while fitting; where there are more, neighbours are joined",
                ParamValidators.gtEq(2));
        setDefault(labelCol, "label");
        setDefault(weightCol, "");
        setDefault(scoreCol, "probability");
        setDefault(maxBins, 65_536);
    }

    public final Param<String> labelCol() {
        return labelCol;
    }

    public final Param<String> weightCol() {
        return weightCol;
    }

    @Override
    public final Param<String> scoreCol() {
        return scoreCol;
    }

    public final IntParam maxBins() {
        return maxBins;
    }

    /** @param column of 0 and 1 */
    public final S setLabelCol(String column) {
        set(labelCol, column);
        return self();
    }

    /** @param column of numbers of 0 and more; empty for none */
    public final S setWeightCol(String column) {
        set(weightCol, column);
        return self();
    }

    /** @param value at least 2; memory is up to 48 bytes times this for each group and task */
    public final S setMaxBins(int value) {
        set(maxBins, value);
        return self();
    }

    /** The scores of each group, read once. */
    protected final SortedMap<String, ScoreTable> scores(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        SortedMap<String, ScoreTable> scores = GroupScores.of(
                dataset,
                Groups.name(this, dataset.schema()),
                Cells.score(dataset.schema(), getOrDefault(scoreCol)),
                Cells.number(getOrDefault(labelCol)),
                Cells.weight(getOrDefault(weightCol)),
                (int) getOrDefault(maxBins),
                Groups.MOST);
        Groups.requireFew(scores.size(), this);
        return scores;
    }

    /** Checks the columns that are read. */
    protected final void requireScores(StructType schema) {
        requireGroups(schema);
        Cells.requireScore(schema, getOrDefault(scoreCol), "scoreCol");
        Cells.requireNumber(schema, getOrDefault(labelCol), "labelCol");
        if (!getOrDefault(weightCol).isEmpty()) {
            Cells.requireNumber(schema, getOrDefault(weightCol), "weightCol");
        }
    }
}
