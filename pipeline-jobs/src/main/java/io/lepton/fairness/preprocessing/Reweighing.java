package io.lepton.fairness.preprocessing;

import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.sum;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.Groups;
import io.lepton.fairness.mitigation.RepairEstimator;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * Weighs training rows so that, in the weighted rows, the label does not depend on the group: a row of group g and label y weighs
 *
 * <pre>w(g, y) = P(g) · P(y) / P(g, y)</pre>
 *
 * (Kamiran and Calders, 2012, "Data preprocessing techniques for classification without discrimination", section 3.3). The weighted number
 * of rows, of each group and of each label stay what they are. Labels may be of any number of classes. Train any learner that takes
 * weights on the result; rows that are scored need neither the weight nor the protected attribute.
 */
public final class Reweighing extends RepairEstimator<Reweighing, ReweighingModel>
        implements ReweighingParams<Reweighing> {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MOST_LABELS = 1000;

    private static final String UNUSABLE = "weight is null or not (weight >= 0 and weight < double('inf'))";

    private final Param<String> labelCol;
    private final Param<String> weightCol;
    private final Param<String> outputCol;

    public Reweighing() {
        this(Identifiable$.MODULE$.randomUID("reweighing"));
    }

    /** Made by Spark when it loads a saved stage. */
    public Reweighing(String uid) {
        super(uid);
        this.labelCol = ReweighingParams.labelCol(this);
        this.weightCol = ReweighingParams.weightCol(this);
        this.outputCol = ReweighingParams.outputCol(this);
        setDefault(labelCol, "label");
        setDefault(weightCol, "");
        setDefault(outputCol, "fairWeight");
    }

    public static MLReader<Reweighing> read() {
        return new DefaultParamsReader<>();
    }

    public static Reweighing load(String path) {
        return read().load(path);
    }

    @Override
    public Param<String> labelCol() {
        return labelCol;
    }

    @Override
    public Param<String> weightCol() {
        return weightCol;
    }

    @Override
    public Param<String> outputCol() {
        return outputCol;
    }

    /**
     * @throws LeptonException configuration, for too many groups or labels; data, for no rows, a missing label or a weight that is
     * missing or
     *     negative
     */
    @Override
    public ReweighingModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        StructType schema = dataset.schema();
        String label = getOrDefault(labelCol);
        List<ReweighingModel.Cell> cells = new ArrayList<>();
        for (Row row : dataset.select(
                        Groups.name(this, schema).as("group"),
                        Groups.text(schema, label).as("label"),
                        Cells.weight(getOrDefault(weightCol)).as("weight"))
                .groupBy("group", "label")
                .agg(sum("weight"), expr("count_if(" + UNUSABLE + ")"))
                .limit(Groups.MOST * MOST_LABELS)
                .collectAsList()) {
            if (row.getLong(3) > 0) {
                throw LeptonException.data("Cannot weigh rows: column '" + getOrDefault(weightCol)
                        + "' is missing or negative in " + row.getLong(3) + " rows of group '" + row.getString(0)
                        + "'. Leave them out or mend them.");
            }
            if (row.getString(1).equals(Groups.MISSING)) {
                throw LeptonException.data("Cannot weigh rows: column '" + label + "' is missing in rows of group '"
                        + row.getString(0) + "'. Leave them out of the training rows.");
            }
            cells.add(new ReweighingModel.Cell(row.getString(0), row.getString(1), row.getDouble(2)));
        }
        return fitted(new ReweighingModel(uid(), ReweighingModel.Table.of(requireFew(cells))));
    }

    private List<ReweighingModel.Cell> requireFew(List<ReweighingModel.Cell> cells) {
        if (cells.isEmpty()) {
            throw LeptonException.data("Cannot weigh rows: there are none. Check the filters before this stage.");
        }
        Groups.requireFew(
                (int) cells.stream().map(ReweighingModel.Cell::group).distinct().count(), this);
        long labels = cells.stream().map(ReweighingModel.Cell::label).distinct().count();
        if (labels > MOST_LABELS) {
            throw LeptonException.configuration(
                    "Cannot weigh rows: column '" + getOrDefault(labelCol) + "' holds more than " + MOST_LABELS
                            + " labels. Reweighing is for classes; cut numbers into a few.");
        }
        return cells;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        requireGroups(schema);
        return weighed(schema);
    }
}
