package io.lepton.training.stages;

import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.DoubleArrayParam;
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
 * Copies a vector column into a dense one and fills its missing values (NaN). Dense because XGBoost4J-Spark 3.4.0 predicts wrongly for
 * sparse rows (dmlc/xgboost issue 12404), and Spark's own assemblers choose sparse vectors at will.
 */
public final class DenseFeatures extends Model<DenseFeatures> implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> inputCol;
    private final Param<String> outputCol;
    private final DoubleArrayParam replacements;

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
        setDefault(inputCol, "features");
        setDefault(outputCol, LearnerPipeline.DENSE_FEATURES);
        setDefault(replacements, new double[0]);
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

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        var densify = functions.udf(densifier(getOrDefault(replacements)), SQLDataTypes.VectorType());
        return dataset.withColumn(
                getOrDefault(outputCol), densify.apply(functions.col(Columns.quoted(getOrDefault(inputCol)))));
    }

    private static UDF1<Vector, Vector> densifier(double[] fill) {
        return vector -> {
            double[] values = vector.toArray();
            if (fill.length == 0) {
                return Vectors.dense(values);
            }
            if (values.length != fill.length) {
                throw new IllegalArgumentException("Cannot fill missing features: the row has " + values.length
                        + " features and the model was trained with " + fill.length + ".");
            }
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
