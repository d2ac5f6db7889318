package io.lepton.fairness.mitigation;

import java.io.Serial;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.StructType;

/**
 * A fitted repair: parameters, and a small table of what was learned about each group.
 *
 * @param <M> the model itself
 */
public abstract class RepairModel<M extends RepairModel<M>> extends Model<M>
        implements GroupParams<M>, Mitigation, MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final StringArrayParam protectedCols;
    private final Param<String> handleInvalid;

    protected RepairModel(String uid) {
        this.uid = uid;
        this.protectedCols = RepairEstimator.protectedCols(this);
        this.handleInvalid = RepairEstimator.handleInvalid(this);
        setDefault(handleInvalid, ERROR);
    }

    /** What was learned: a record that Jackson can write and read. */
    protected abstract Record table();

    /** The same table under the same uid, without parameters. */
    protected abstract M bare();

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
    public final M copy(ParamMap extra) {
        M copy = copyValues(bare(), extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public final MLWriter write() {
        return FittedTable.writer(this, table());
    }

    /** A row's group as its place in these, from 1; 0 for an unseen group, if those are kept. */
    protected final Column place(StructType schema, List<String> groups) {
        return Groups.place(this, schema, groups);
    }

    /** As {@link RepairEstimator#requireGroups}. */
    protected final void requireGroups(StructType schema) {
        Groups.require(this, schema);
    }
}
