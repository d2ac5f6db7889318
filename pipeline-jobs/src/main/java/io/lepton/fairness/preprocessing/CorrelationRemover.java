package io.lepton.fairness.preprocessing;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.GroupParams;
import java.io.Serial;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Takes out of each feature what a linear regression on the sensitive columns tells of it: with S the sensitive values, s̄ their means
 * and B
 * the least squares solution of (S − s̄)·B = X,
 *
 * <pre>x ↦ x − α · Bᵀ(s − s̄)</pre>
 *
 * (as Fairlearn's CorrelationRemover; Weerts et al., 2023). With α = 1 no feature correlates with a sensitive column on the rows that it
 * was
 * fitted on; what is not linear stays. Words must be one-hot (StringIndexer, OneHotEncoder); sensitive columns that depend on one another
 * are no trouble. One pass over the rows gathers means and co-moments. Rows that are scored must tell the sensitive columns.
 *
 * <p>A feature that is missing in some rows is refused, or ({@code handleMissing}) regressed on the rows that have it, and stays
 * missing: where a learner puts the feature's mean in its place, it does not correlate afterwards, either.
 */
public final class CorrelationRemover extends Estimator<CorrelationRemoverModel>
        implements CorrelationParams<CorrelationRemover>, DefaultParamsWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final StringArrayParam sensitiveCols;
    private final DoubleParam alpha;
    private final Param<String> weightCol;
    private final Param<String> handleMissing;

    public CorrelationRemover() {
        this(Identifiable$.MODULE$.randomUID("correlationRemover"));
    }

    /** Made by Spark when it loads a saved stage. */
    public CorrelationRemover(String uid) {
        this.uid = uid;
        this.inputCol = CorrelationParams.inputCol(this);
        this.outputCol = CorrelationParams.outputCol(this);
        this.sensitiveCols = CorrelationParams.sensitiveCols(this);
        this.alpha = CorrelationParams.alpha(this);
        this.weightCol = new Param<>(this, "weightCol", "column of the rows' weights; empty where all weigh the same");
        this.handleMissing = new Param<>(
                this,
                "handleMissing",
                "what becomes of features that are missing (NaN) in some rows when fitting: error (the job fails) or keep (each is"
                        + " regressed on the rows that have it)",
                ParamValidators.inArray(new String[] {GroupParams.ERROR, GroupParams.KEEP}));
        setDefault(handleMissing, GroupParams.ERROR);
        setDefault(inputCol, "features");
        setDefault(outputCol, "fairFeatures");
        setDefault(alpha, 1.0);
        setDefault(weightCol, "");
    }

    public static MLReader<CorrelationRemover> read() {
        return new DefaultParamsReader<>();
    }

    public static CorrelationRemover load(String path) {
        return read().load(path);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Param<String> inputCol() {
        return inputCol;
    }

    @Override
    public Param<String> outputCol() {
        return outputCol;
    }

    @Override
    public StringArrayParam sensitiveCols() {
        return sensitiveCols;
    }

    @Override
    public DoubleParam alpha() {
        return alpha;
    }

    public Param<String> weightCol() {
        return weightCol;
    }

    /** @param column of numbers of 0 and more; empty for none */
    public CorrelationRemover setWeightCol(String column) {
        set(weightCol, column);
        return this;
    }

    public Param<String> handleMissing() {
        return handleMissing;
    }

    /** @param value error or keep */
    public CorrelationRemover setHandleMissing(String value) {
        set(handleMissing, value);
        return this;
    }

    /** @throws LeptonException data, for no rows, rows with missing values or weights, or vectors of several sizes */
    @Override
    public CorrelationRemoverModel fit(Dataset<?> dataset) {
        StructType schema = dataset.schema();
        transformSchema(schema);
        CoMoments moments = dataset.select(
                        sensitive(schema), Cells.array(getOrDefault(inputCol)), Cells.weight(getOrDefault(weightCol)))
                .queryExecution()
                .toRdd()
                .toJavaRDD()
                .treeAggregate(nothing(), CorrelationRemover::added, CoMoments::addAll);
        CorrelationRemoverModel model = new CorrelationRemoverModel(
                uid, new CorrelationRemoverModel.Table(moments.means(), moments.coefficients()));
        return copyValues(model, new ParamMap()).setParent(this);
    }

    private CoMoments nothing() {
        return getOrDefault(handleMissing).equals(GroupParams.KEEP)
                ? CoMoments.ofSomeMissing()
                : CoMoments.ofAllThere();
    }

    private static CoMoments added(CoMoments moments, InternalRow row) {
        if (row.isNullAt(0) || row.isNullAt(1) || row.isNullAt(2)) {
            return moments.addIncomplete();
        }
        return moments.add(row.getArray(0), row.getArray(1), row.getDouble(2));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        if (!getOrDefault(weightCol).isEmpty()) {
            Cells.requireNumber(schema, getOrDefault(weightCol), "weightCol");
        }
        return repaired(schema);
    }

    @Override
    public CorrelationRemover copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
