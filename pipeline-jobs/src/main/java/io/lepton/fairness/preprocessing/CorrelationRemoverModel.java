package io.lepton.fairness.preprocessing;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.FittedTable;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.types.StructType;

/** Adds features without what {@link CorrelationRemover} found; rows that lack a sensitive value get features
 * that are missing: NaN, or null where a vector is missing. */
public final class CorrelationRemoverModel extends Model<CorrelationRemoverModel>
        implements CorrelationParams<CorrelationRemoverModel>, RepairsFeatures, FeatureMitigation, MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Table table;
    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final StringArrayParam sensitiveCols;
    private final DoubleParam alpha;

    /**
     * What was found.
     *
     * @param means of the sensitive values
     * @param coefficients all features' of each sensitive value
     */
    public record Table(List<Double> means, List<List<Double>> coefficients) {
        public Table {
            means = List.copyOf(means);
            coefficients = List.copyOf(coefficients);
        }
    }

    CorrelationRemoverModel(String uid, Table table) {
        this.uid = uid;
        this.table = table;
        this.inputCol = CorrelationParams.inputCol(this);
        this.outputCol = CorrelationParams.outputCol(this);
        this.sensitiveCols = CorrelationParams.sensitiveCols(this);
        this.alpha = CorrelationParams.alpha(this);
        setDefault(inputCol, "features");
        setDefault(outputCol, "fairFeatures");
        setDefault(alpha, 1.0);
    }

    public static MLReader<CorrelationRemoverModel> read() {
        return FittedTable.reader(CorrelationRemoverModel.class, Table.class, CorrelationRemoverModel::new);
    }

    public static CorrelationRemoverModel load(String path) {
        return read().load(path);
    }

    /** What was found. */
    public Table table() {
        return table;
    }

    /**
     * Of rows whose sensitive values are which one of some groups they are in, one-hot and in the order of the groups.
     *
     * @throws IllegalArgumentException where there are not as many groups as sensitive values
     */
    @Override
    public FeatureRepair repairOf(List<String> groups) {
        if (groups.size() != table.means.size()) {
            throw new IllegalArgumentException(
                    groups.size() + " groups and " + table.means.size() + " sensitive values");
        }
        Removal removal = removal();
        double[][] removed = IntStream.range(0, groups.size())
                .mapToObj(group -> removal.of(i -> i == group ? 1 : 0))
                .toArray(double[][]::new);
        return (group, feature, value) -> value - removed[group][feature];
    }

    /** What is taken from features, as arrays. */
    private record Removal(double[] means, double[][] coefficients, double share) implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        int features() {
            return coefficients[0].length;
        }

        /** From each feature of a row with these sensitive values. */
        double[] of(IntToDoubleFunction sensitive) {
            double[] removed = new double[features()];
            for (int i = 0; i < means.length; i++) {
                double excess = share * (sensitive.applyAsDouble(i) - means[i]);
                // What is not looked at is not missing, either.
                for (int j = 0; share > 0 && j < removed.length; j++) {
                    removed[j] += excess * coefficients[i][j];
                }
            }
            return removed;
        }
    }

    private Removal removal() {
        return new Removal(
                numbers(table.means),
                table.coefficients.stream()
                        .map(CorrelationRemoverModel::numbers)
                        .toArray(double[][]::new),
                (double) getOrDefault(alpha));
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

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        Removal removal = removal();
        String input = getOrDefault(inputCol);
        Column found = sensitive(dataset.schema());
        Column sensitive = when(found.isNotNull(), array_to_vector(found));
        UDF2<Vector, Vector, Vector> repair = (ofRow, features) -> {
            if (ofRow == null || features == null) {
                return null;
            }
            requireSizes(ofRow.size(), removal.means.length, features.size(), removal.features(), input);
            double[] removed = removal.of(ofRow::apply);
            double[] values = features.toArray().clone();
            for (int j = 0; j < values.length; j++) {
                values[j] -= removed[j];
            }
            return Vectors.dense(values);
        };
        return dataset.withColumn(
                getOrDefault(outputCol), udf(repair, SQLDataTypes.VectorType()).apply(sensitive, Cells.column(input)));
    }

    private static void requireSizes(int sensitive, int expectedSensitive, int features, int expected, String input) {
        if (sensitive != expectedSensitive || features != expected) {
            throw LeptonException.data("Cannot remove correlation from column '" + input + "': a row has " + features
                    + " features and "
                    + sensitive + " sensitive values, and it was fitted on " + expected + " and " + expectedSensitive
                    + ". Encode rows as when fitting.");
        }
    }

    private static double[] numbers(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return repaired(schema);
    }

    @Override
    public CorrelationRemoverModel copy(ParamMap extra) {
        CorrelationRemoverModel copy = copyValues(new CorrelationRemoverModel(uid, table), extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public MLWriter write() {
        return FittedTable.writer(this, table);
    }
}
