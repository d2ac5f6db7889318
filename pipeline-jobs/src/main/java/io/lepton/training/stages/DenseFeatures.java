package io.lepton.training.stages;

import java.util.Arrays;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.DoubleArrayParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * Copies a vector column into a dense one, fills its missing values (NaN), and makes one feature of all that are categories of one column.
 * Dense because XGBoost4J-Spark 3.4.0 predicts wrongly for
 * sparse rows (dmlc/xgboost issue 12404), and Spark's own assemblers choose sparse vectors at will.
 */
public final class DenseFeatures extends Model<DenseFeatures> implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final DoubleArrayParam replacements;
    private final IntArrayParam groups;

    public DenseFeatures() {
        this(Identifiable$.MODULE$.randomUID("denseFeatures"));
    }

    /** Made by Spark when it loads a saved stage. */
    public DenseFeatures(String uid) {
        this.uid = uid;
        this.inputCol = new Param<>(this, "inputCol", "vector column to read");
        this.outputCol = new Param<>(this, "outputCol", "dense vector column to add");
        this.replacements = new DoubleArrayParam(
                this, "replacements", "what stands for NaN, one value a feature; empty: NaN stays");
        this.groups = new IntArrayParam(
                this,
                "groups",
                "for each feature the number of the column that it is a category of, from 0, or -1; such features become"
                        + " one, the category's number, NaN where the row has none; empty: none is");
        setDefault(inputCol, "features");
        setDefault(outputCol, LearnerPipeline.DENSE_FEATURES);
        setDefault(replacements, new double[0]);
        setDefault(groups, new int[0]);
    }

    public static MLReader<DenseFeatures> read() {
        return new DefaultParamsReader<>();
    }

    public static DenseFeatures load(String path) {
        return read().load(path);
    }

    @Override
    public String uid() {
        return uid;
    }

    public Param<String> inputCol() {
        return inputCol;
    }

    public Param<String> outputCol() {
        return outputCol;
    }

    public DoubleArrayParam replacements() {
        return replacements;
    }

    public IntArrayParam groups() {
        return groups;
    }

    /** The same; of no columns where every feature stays as it is. */
    public CategoryGroups categoryGroups() {
        return new CategoryGroups(Arrays.stream(getOrDefault(groups)).boxed().toList());
    }

    public DenseFeatures setInputCol(String column) {
        set(inputCol, column);
        return this;
    }

    public DenseFeatures setOutputCol(String column) {
        set(outputCol, column);
        return this;
    }

    public DenseFeatures setReplacements(double[] values) {
        set(replacements, values.clone());
        return this;
    }

    public DenseFeatures setGroups(CategoryGroups value) {
        set(groups, value.columns().stream().mapToInt(Integer::intValue).toArray());
        return this;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        var densify = functions.udf(densifier(), SQLDataTypes.VectorType());
        return dataset.withColumn(
                getOrDefault(outputCol), densify.apply(functions.col(Columns.quoted(getOrDefault(inputCol)))));
    }

    private UDF1<Vector, Vector> densifier() {
        int[] columns = getOrDefault(groups);
        if (columns.length == 0) {
            return densifier(getOrDefault(replacements));
        }
        int[] places =
                categoryGroups().places().stream().mapToInt(Integer::intValue).toArray();
        return vector -> joined(vector.toArray(), columns, places);
    }

    private static Vector joined(double[] values, int[] columns, int[] places) {
        requireFeatures(values.length, columns.length);
        double[] joined = new double[Arrays.stream(places).max().orElse(-1) + 1];
        Arrays.fill(joined, Double.NaN);
        int[] categories = new int[joined.length];
        for (int feature = 0; feature < values.length; feature++) {
            int place = places[feature];
            if (columns[feature] == CategoryGroups.NONE) {
                joined[place] = values[feature];
            } else {
                if (values[feature] > 0) {
                    joined[place] = categories[place];
                }
                categories[place]++;
            }
        }
        return Vectors.dense(joined);
    }

    private static void requireFeatures(int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException("Cannot prepare features: the row has " + found
                    + " features and the model was trained with " + expected + ".");
        }
    }

    private static UDF1<Vector, Vector> densifier(double[] fill) {
        return vector -> {
            double[] values = vector.toArray();
            if (fill.length == 0) {
                return Vectors.dense(values);
            }
            requireFeatures(values.length, fill.length);
            double[] filled = values.clone();
            for (int i = 0; i < filled.length; i++) {
                if (Double.isNaN(filled[i])) {
                    filled[i] = fill[i];
                }
            }
            return Vectors.dense(filled);
        };
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return Columns.withVector(schema, getOrDefault(inputCol), getOrDefault(outputCol));
    }

    @Override
    public DenseFeatures copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
