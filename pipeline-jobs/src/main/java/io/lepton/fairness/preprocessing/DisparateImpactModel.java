package io.lepton.fairness.preprocessing;

import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.FittedTable;
import io.lepton.fairness.mitigation.RepairModel;
import java.io.Serial;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Adds the features that {@link DisparateImpactRemover} repairs; missing ones stay missing. The repair level may be set anew without
 * fitting.
 */
public final class DisparateImpactModel extends RepairModel<DisparateImpactModel>
        implements DisparateImpactParams<DisparateImpactModel>, RepairsFeatures, FeatureMitigation {
    @Serial
    private static final long serialVersionUID = 1L;

    private final Table table;
    private final Fields fields;

    /** A group's quantiles of each repaired feature; none of one that is missing in all of its rows. */
    public record GroupQuantiles(String group, List<List<Double>> quantiles) {
        public GroupQuantiles {
            quantiles = List.copyOf(quantiles);
        }
    }

    /** @param features which elements of the vector, or which of the columns, are repaired */
    public record Table(List<Integer> features, List<GroupQuantiles> groups) {
        public Table {
            features = List.copyOf(features);
            groups = List.copyOf(groups);
        }

        /** By group and feature. */
        private QuantileRepair[][] repairs() {
            QuantileRepair[][] repairs = new QuantileRepair[groups.size()][features.size()];
            for (int f = 0; f < features.size(); f++) {
                int feature = f;
                double[][] quantiles = groups.stream()
                        .map(group -> group.quantiles.get(feature).stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray())
                        .toArray(double[][]::new);
                double[] medians = medians(quantiles);
                for (int g = 0; g < quantiles.length; g++) {
                    repairs[g][f] = quantiles[g].length > 0
                            ? QuantileRepair.of(quantiles[g], medians)
                            : QuantileRepair.nothing();
                }
            }
            return repairs;
        }

        /** Over the groups whose rows have the feature. */
        private static double[] medians(double[][] quantiles) {
            double[][] known = Arrays.stream(quantiles)
                    .filter(ofGroup -> ofGroup.length > 0)
                    .toArray(double[][]::new);
            double[] medians = new double[known.length > 0 ? known[0].length : 0];
            double[] values = new double[known.length];
            for (int level = 0; level < medians.length; level++) {
                for (int g = 0; g < values.length; g++) {
                    values[g] = known[g][level];
                }
                medians[level] = QuantileRepair.median(values);
            }
            return medians;
        }
    }

    /**
     * By places instead of names.
     *
     * @param byGroup a group's repair of each repaired feature; none of a group that was not seen
     * @param places by feature, where its repair is among these; -1: it has none
     */
    private record ByPlace(QuantileRepair[][] byGroup, int[] places, double level) implements FeatureRepair {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public double of(int group, int feature, double value) {
            int place = feature < places.length && byGroup[group].length > 0 ? places[feature] : -1;
            return place < 0 ? value : byGroup[group][place].of(value, level);
        }
    }

    DisparateImpactModel(String uid, Table table) {
        super(uid);
        this.table = table;
        this.fields = Fields.of(this);
        setDefault(fields.inputCols(), new String[0]);
        setDefault(fields.outputCols(), new String[0]);
        setDefault(fields.inputCol(), "features");
        setDefault(fields.outputCol(), "fairFeatures");
        setDefault(fields.indices(), new int[0]);
        setDefault(fields.repairLevel(), 1.0);
    }

    public static MLReader<DisparateImpactModel> read() {
        return FittedTable.reader(DisparateImpactModel.class, Table.class, DisparateImpactModel::new);
    }

    public static DisparateImpactModel load(String path) {
        return read().load(path);
    }

    /** The quantiles, one list a group, in the order of their names. */
    public List<GroupQuantiles> groups() {
        return table.groups;
    }

    @Override
    public FeatureRepair repairOf(List<String> names) {
        List<String> known = groupNames();
        QuantileRepair[][] repairs = table.repairs();
        QuantileRepair[][] byGroup = names.stream()
                .map(name -> known.contains(name) ? repairs[known.indexOf(name)] : new QuantileRepair[0])
                .toArray(QuantileRepair[][]::new);
        int[] places = new int[Collections.max(table.features) + 1];
        Arrays.fill(places, -1);
        for (int place = 0; place < table.features.size(); place++) {
            places[table.features.get(place)] = place;
        }
        return new ByPlace(byGroup, places, (double) getOrDefault(repairLevel()));
    }

    private List<String> groupNames() {
        return table.groups.stream().map(GroupQuantiles::group).toList();
    }

    @Override
    public StringArrayParam inputCols() {
        return fields.inputCols();
    }

    @Override
    public StringArrayParam outputCols() {
        return fields.outputCols();
    }

    @Override
    public Param<String> inputCol() {
        return fields.inputCol();
    }

    @Override
    public Param<String> outputCol() {
        return fields.outputCol();
    }

    @Override
    public IntArrayParam indices() {
        return fields.indices();
    }

    @Override
    public DoubleParam repairLevel() {
        return fields.repairLevel();
    }

    @Override
    protected Record table() {
        return table;
    }

    @Override
    protected DisparateImpactModel bare() {
        return new DisparateImpactModel(uid(), table);
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = dataset.schema();
        transformSchema(schema);
        Column place = place(schema, groupNames());
        return repairsVector() ? vectors(dataset, place) : columns(dataset, place);
    }

    private Dataset<Row> vectors(Dataset<?> dataset, Column place) {
        FeatureRepair repairs = repairOf(groupNames());
        UDF2<Vector, Integer, Vector> repair = (vector, group) -> {
            if (vector == null || group == null || group == 0) {
                return vector;
            }
            double[] values = vector.toArray().clone();
            for (int feature = 0; feature < values.length; feature++) {
                values[feature] = repairs.of(group - 1, feature, values[feature]);
            }
            return Vectors.dense(values);
        };
        return dataset.withColumn(
                getOrDefault(outputCol()),
                udf(repair, SQLDataTypes.VectorType()).apply(Cells.column(getOrDefault(inputCol())), place));
    }

    private Dataset<Row> columns(Dataset<?> dataset, Column place) {
        FeatureRepair repairs = repairOf(groupNames());
        Dataset<Row> repaired = dataset.toDF();
        String[] inputs = getOrDefault(inputCols());
        for (int i = 0; i < inputs.length; i++) {
            int feature = i;
            UDF2<Double, Integer, Double> repair = (value, group) -> value == null || group == null || group == 0
                    ? value
                    : (Double) repairs.of(group - 1, feature, value);
            Column input = Cells.number(inputs[i]);
            repaired = repaired.withColumn(
                    getOrDefault(outputCols())[i],
                    when(input.isNotNull(), udf(repair, DataTypes.DoubleType).apply(input, place)));
        }
        return repaired;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        requireGroups(schema);
        return repaired(schema);
    }
}
