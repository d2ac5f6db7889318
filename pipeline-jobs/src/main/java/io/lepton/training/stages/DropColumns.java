package io.lepton.training.stages;

import java.util.Arrays;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Drops columns, so that a pipeline leaves no intermediate ones behind. */
public final class DropColumns extends Transformer implements DefaultParamsWritable {
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final StringArrayParam inputCols;

    public DropColumns() {
        this(Identifiable$.MODULE$.randomUID("dropColumns"));
    }

    /** Made by Spark when it loads a saved stage. */
    public DropColumns(String uid) {
        this.uid = uid;
        this.inputCols = new StringArrayParam(this, "inputCols", "columns to drop");
        setDefault(inputCols, new String[] {LearnerPipeline.DENSE_FEATURES});
    }

    public static MLReader<DropColumns> read() {
        return new DefaultParamsReader<>();
    }

    public static DropColumns load(String path) {
        return read().load(path);
    }

    @Override
    public String uid() {
        return uid;
    }

    public StringArrayParam inputCols() {
        return inputCols;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        return dataset.drop(getOrDefault(inputCols));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        var dropped = Arrays.asList(getOrDefault(inputCols));
        return new StructType(Arrays.stream(schema.fields())
                .filter(field -> !dropped.contains(field.name()))
                .toArray(StructField[]::new));
    }

    @Override
    public DropColumns copy(ParamMap extra) {
        return defaultCopy(extra);
    }
}
