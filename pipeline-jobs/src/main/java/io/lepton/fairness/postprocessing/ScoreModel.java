package io.lepton.fairness.postprocessing;

import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.RepairModel;
import java.io.Serial;
import org.apache.spark.ml.param.Param;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/**
 * A repair of scores.
 *
 * @param <M> the model itself
 */
public abstract class ScoreModel<M extends ScoreModel<M>> extends RepairModel<M> implements ScoreParams<M> {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Param<String> scoreCol;

    protected ScoreModel(String uid) {
        super(uid);
        this.scoreCol = ScoreParams.scoreCol(this);
        setDefault(scoreCol, "probability");
    }

    @Override
    public final Param<String> scoreCol() {
        return scoreCol;
    }

    @Override
    public final Family family() {
        return Family.AFTER_TRAINING;
    }

    @Override
    public final boolean needsProtectedAttribute() {
        return true;
    }

    /** The score, null where it is missing. */
    protected final Column score(StructType schema) {
        return Cells.score(schema, getOrDefault(scoreCol));
    }

    /** Checks the columns that are read. */
    protected final void requireScores(StructType schema) {
        requireGroups(schema);
        Cells.requireScore(schema, getOrDefault(scoreCol), "scoreCol");
    }
}
