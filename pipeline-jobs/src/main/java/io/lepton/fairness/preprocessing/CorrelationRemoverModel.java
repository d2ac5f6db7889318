package io.lepton.fairness.preprocessing;

import static org.apache.spark.ml.functions.array_to_vector;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.lepton.error.LeptonException;
import io.lepton.fairness.mitigation.Cells;
import io.lepton.fairness.mitigation.FittedTable;
import io.lepton.fairness.mitigation.Mitigation;
import java.io.Serial;
import java.util.List;
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
        implements CorrelationParams<CorrelationRemoverModel>, Mitigation, MLWritable {
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

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Family family() {
        return Family.BEFORE_TRAINING;
    }

    @Override
    public boolean needsProtectedAttribute() {
        return true;
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
        double[] means = numbers(table.means);
        double share = (double) getOrDefault(alpha);
        double[][] removed = table.coefficients.stream()
                .map(CorrelationRemoverModel::numbers)
                .toArray(double[][]::new);
        String input = getOrDefault(inputCol);
        Column found = sensitive(dataset.schema());
        Column sensitive = when(found.isNotNull(), array_to_vector(found));
        UDF2<Vector, Vector, Vector> repair = (ofRow, features) -> {
            if (ofRow == null || features == null) {
                return null;
            }
            requireSizes(ofRow.size(), means.length, features.size(), removed[0].length, input);
            double[] values = features.toArray().clone();
            for (int i = 0; i < means.length; i++) {
                double excess = share * (ofRow.apply(i) - means[i]);
                // What is not looked at is not missing, either.
                for (int j = 0; share > 0 && j < values.length; j++) {
                    values[j] -= excess * removed[i][j];
                }
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
