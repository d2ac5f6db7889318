package io.lepton.fairness.mitigation;

import io.lepton.error.LeptonException;
import java.io.Serial;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.types.StructType;

/**
 * Fits a repair to groups of people.
 *
 * @param <S> the estimator itself
 * @param <M> what it fits
 */
public abstract class RepairEstimator<S extends RepairEstimator<S, M>, M extends RepairModel<M>> extends Estimator<M>
        implements GroupParams<S>, DefaultParamsWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final StringArrayParam protectedCols;
    private final Param<String> handleInvalid;

    protected RepairEstimator(String uid) {
        this.uid = uid;
        this.protectedCols = protectedCols(this);
        this.handleInvalid = handleInvalid(this);
        setDefault(handleInvalid, ERROR);
    }

    static StringArrayParam protectedCols(GroupParams<?> stage) {
        return new StringArrayParam(
                stage,
                "protectedCols",
                "columns that tell the group of a row; of several, each combination is a group");
    }

    static Param<String> handleInvalid(GroupParams<?> stage) {
        return new Param<>(
                stage,
                "handleInvalid",
                "what becomes of rows whose group was not seen when fitting: error (the job fails) or keep (they stay as they are)",
                ParamValidators.inArray(new String[] {ERROR, KEEP}));
    }

    @Override
    public final String uid() {
        return uid;
    }

    @Override
    public final StringArrayParam protectedCols() {
        return protectedCols;
    }

    @Override
    public final Param<String> handleInvalid() {
        return handleInvalid;
    }

    @Override
    @SuppressWarnings("unchecked")
    public final S copy(ParamMap extra) {
        return (S) defaultCopy(extra);
    }

    /** The model with this estimator's parameters. */
    protected final M fitted(M model) {
        return copyValues(model, new ParamMap()).setParent(this);
    }

    /** @throws LeptonException configuration, where no protected column is named or the schema lacks one */
    protected final void requireGroups(StructType schema) {
        Groups.require(this, schema);
    }
}
