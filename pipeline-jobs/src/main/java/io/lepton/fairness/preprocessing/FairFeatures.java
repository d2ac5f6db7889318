package io.lepton.fairness.preprocessing;

import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;

import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.FittedStages;
import io.lepton.fairness.mitigation.GroupNaming;
import io.lepton.fairness.mitigation.MitigatedModel;
import java.io.Serial;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.StructType;

/**
 * Puts repaired features in the place of those that a row has ({@code features}, a vector), before a model learns from them or scores them.
 * The group is {@link MitigatedModel#GROUP} where rows tell it, or else that of the attribute. Features that are
 * made of the attribute itself, and would tell it, become 0; rows of groups that were not seen when fitting keep the others as they are.
 *
 * <p>Repaired features are rounded to single precision, as features are: all engines see the same, and what is the same number for all
 * groups but for the last digits tells no group.
 */
public final class FairFeatures extends Model<FairFeatures> implements FeatureMitigation, MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** The place of a group that was not seen when fitting; places of the others are counted from 1. */
    private static final int UNSEEN = 0;

    private static final String FEATURES = "features";

    private final String uid;
    private final Transformer fitted;
    private final Param<String> attribute;
    private final DoubleArrayParam bins;
    private final StringArrayParam groups;
    private final IntArrayParam removed;

    /** A repair of groups that are known by their places. */
    private record Placed(FeatureRepair repair, BitSet removed) implements FeatureRepair {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public double of(int group, int feature, double value) {
            if (removed.get(feature)) {
                return 0;
            }
            return group == UNSEEN ? value : (float) repair.of(group - 1, feature, value);
        }
    }

    /**
     * Joins a repair and what tells a row's group.
     *
     * @param fitted a {@link RepairsFeatures} that Spark can save
     * @param groups names of all groups that it was fitted on
     * @param removed places of the features that are made of the attribute itself
     */
    public FairFeatures(Transformer fitted, GroupNaming naming, List<String> groups, List<Integer> removed) {
        this(Identifiable$.MODULE$.randomUID("fairFeatures"), fitted);
        set(attribute, naming.attribute());
        set(bins, naming.bins().stream().mapToDouble(Double::doubleValue).toArray());
        set(this.groups, groups.toArray(String[]::new));
        set(this.removed, removed.stream().mapToInt(Integer::intValue).toArray());
    }

    private FairFeatures(String uid, Transformer fitted) {
        this.uid = uid;
        this.fitted = fitted;
        this.attribute = new Param<>(this, "attribute", "column that tells the group of a row");
        this.bins = new DoubleArrayParam(this, "bins", "edges of ranges of the attribute, ascending; none: its values");
        this.groups = new StringArrayParam(this, "groups", "names of the groups that the repair was fitted on");
        this.removed = new IntArrayParam(this, "removed", "features that are made of the attribute itself, from 0");
    }

    public static MLReader<FairFeatures> read() {
        return FittedStages.reader(FairFeatures.class, (uid, stages) -> new FairFeatures(uid, stages.get(0)));
    }

    public static FairFeatures load(String path) {
        return read().load(path);
    }

    public GroupNaming naming() {
        return new GroupNaming(
                getOrDefault(attribute),
                Arrays.stream(getOrDefault(bins)).boxed().toList());
    }

    public Param<String> attribute() {
        return attribute;
    }

    public DoubleArrayParam bins() {
        return bins;
    }

    public StringArrayParam groups() {
        return groups;
    }

    public IntArrayParam removed() {
        return removed;
    }

    /** The place of each row's group, int and never null, as {@link #repair} wants it. */
    public Column place(Dataset<Row> rows) {
        Column place = array_position(lit(getOrDefault(groups)), naming().told(rows));
        return coalesce(place.cast("int"), lit(UNSEEN));
    }

    /** What becomes of a feature; of groups by {@link #place}. */
    public FeatureRepair repair() {
        BitSet without = new BitSet();
        Arrays.stream(getOrDefault(removed)).forEach(without::set);
        return new Placed(((RepairsFeatures) fitted).repairOf(List.of(getOrDefault(groups))), without);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        Dataset<Row> rows = dataset.toDF();
        FeatureRepair repair = repair();
        UDF2<Vector, Integer, Vector> repaired = (features, group) -> {
            double[] values = features.toArray().clone();
            for (int feature = 0; feature < values.length; feature++) {
                values[feature] = repair.of(group, feature, values[feature]);
            }
            return Vectors.dense(values);
        };
        return rows.withColumn(
                FEATURES, udf(repaired, SQLDataTypes.VectorType()).apply(Cells.column(FEATURES), place(rows)));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Cells.requireVector(schema, FEATURES, FEATURES);
        if (!Cells.has(schema, MitigatedModel.GROUP)) {
            Cells.require(schema, getOrDefault(attribute), "attribute");
        }
        return schema;
    }

    @Override
    public FairFeatures copy(ParamMap extra) {
        FairFeatures copy = copyValues(new FairFeatures(uid, fitted), extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public MLWriter write() {
        return FittedStages.writer(this, List.of(fitted));
    }
}
