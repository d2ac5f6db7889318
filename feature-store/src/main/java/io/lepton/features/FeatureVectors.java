package io.lepton.features;

import static org.apache.spark.ml.functions.array_to_vector;

import java.util.Arrays;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * Copies an array of numbers, which is what feature tables hold, into a dense vector, which is what Spark's own learners take. NaN stays.
 */
public final class FeatureVectors extends Transformer implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> inputCol;
    private final Param<String> outputCol;

    public FeatureVectors() {
        this(Identifiable$.MODULE$.randomUID("featureVectors"));
    }

    /** For Spark's reader. */
    public FeatureVectors(String uid) {
        this.uid = uid;
        this.inputCol = new Param<>(this, "inputCol", "array column to read");
        this.outputCol = new Param<>(this, "outputCol", "vector column to add");
        setDefault(inputCol, FeatureEncoder.OUTPUT);
        setDefault(outputCol, "featureVector");
    }

    /** Called by name when a saved pipeline is loaded. */
    public static MLReader<FeatureVectors> read() {
        return new DefaultParamsReader<>();
    }

    public static FeatureVectors load(String path) {
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

    public FeatureVectors setInputCol(String column) {
        set(inputCol, column);
        return this;
    }

    public FeatureVectors setOutputCol(String column) {
        set(outputCol, column);
        return this;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return dataset.toDF()
                .withColumn(
                        getOrDefault(outputCol),
                        array_to_vector(Names.column(getOrDefault(inputCol)).cast("array<double>")));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        String input = getOrDefault(inputCol);
        boolean numbers = Arrays.asList(schema.fieldNames()).contains(input)
                && schema.apply(input).dataType() instanceof ArrayType array
                && array.elementType() instanceof NumericType;
        if (!numbers) {
            throw new FeatureException("Cannot make vectors: the rows have no array of numbers '" + input + "'.");
        }
        if (Arrays.asList(schema.fieldNames()).contains(getOrDefault(outputCol))) {
            throw new FeatureException(
                    "Cannot make vectors: the rows have a column '" + getOrDefault(outputCol) + "' already.");
        }
        return schema.add(getOrDefault(outputCol), SQLDataTypes.VectorType(), true);
    }

    @Override
    public FeatureVectors copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
