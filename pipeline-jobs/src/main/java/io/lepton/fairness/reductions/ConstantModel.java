package io.lepton.fairness.reductions;

import java.io.Serial;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Predicts the same for every row: the best that can be done where all rows are wanted to have one label. */
public final class ConstantModel extends Model<ConstantModel> implements DefaultParamsWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final DoubleParam value;
    private final Param<String> predictionCol;

    public ConstantModel() {
        this(Identifiable$.MODULE$.randomUID("constant"));
    }

    /** Made by Spark when it loads a saved stage. */
    public ConstantModel(String uid) {
        this.uid = uid;
        this.value = new DoubleParam(this, "value", "what is predicted");
        this.predictionCol = new Param<>(this, "predictionCol", "column that is added");
        setDefault(value, 0.0);
        setDefault(predictionCol, "prediction");
    }

    public static MLReader<ConstantModel> read() {
        return new DefaultParamsReader<>();
    }

    public static ConstantModel load(String path) {
        return read().load(path);
    }

    public DoubleParam value() {
        return value;
    }

    public Param<String> predictionCol() {
        return predictionCol;
    }

    public ConstantModel setValue(double prediction) {
        set(value, prediction);
        return this;
    }

    public ConstantModel setPredictionCol(String column) {
        set(predictionCol, column);
        return this;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        return dataset.withColumn(getOrDefault(predictionCol), functions.lit(getOrDefault(value)));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return schema.add(getOrDefault(predictionCol), DataTypes.DoubleType, false);
    }

    @Override
    public ConstantModel copy(ParamMap extra) {
        ConstantModel copy = copyValues(new ConstantModel(uid), extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public String uid() {
        return uid;
    }
}
