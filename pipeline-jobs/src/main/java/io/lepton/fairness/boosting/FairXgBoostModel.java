package io.lepton.fairness.boosting;

import static org.apache.spark.sql.functions.udf;

import io.lepton.error.LeptonException;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.Arrays;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** What a penalized XGBoost fits: adds what XGBoost's own model adds, and needs no group. Leaves features as dense vectors. */
public final class FairXgBoostModel extends Model<FairXgBoostModel> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String MODEL = "model";

    private final String uid;
    private final XGBoostClassificationModel model;

    FairXgBoostModel(String uid, XGBoostClassificationModel model) {
        this.uid = uid;
        this.model = model;
    }

    public static MLReader<FairXgBoostModel> read() {
        return new Reader();
    }

    public static FairXgBoostModel load(String path) {
        return read().load(path);
    }

    /** XGBoost's own model. */
    public XGBoostClassificationModel xgboost() {
        return model;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        return model.transform(dense(dataset.toDF(), model.getOrDefault(model.featuresCol())));
    }

    /** XGBoost4J-Spark 3.4.0 misreads sparse vectors (dmlc/xgboost issue 12404). */
    static Dataset<Row> dense(Dataset<Row> rows, String features) {
        UDF1<Vector, Vector> densify =
                vector -> vector instanceof DenseVector ? vector : Vectors.dense(vector.toArray());
        return rows.withColumn(features, udf(densify, SQLDataTypes.VectorType()).apply(GroupedLabels.column(features)));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return outputs(
                schema,
                model.getOrDefault(model.rawPredictionCol()),
                model.getOrDefault(model.probabilityCol()),
                model.getOrDefault(model.predictionCol()));
    }

    static StructType outputs(StructType schema, String raw, String probability, String prediction) {
        for (String name : new String[] {raw, probability, prediction}) {
            if (Arrays.asList(schema.fieldNames()).contains(name)) {
                throw LeptonException.configuration(
                        "Cannot add column '" + name + "': it exists already. Drop it first, or name another.");
            }
        }
        return schema.add(raw, SQLDataTypes.VectorType(), true)
                .add(probability, SQLDataTypes.VectorType(), true)
                .add(prediction, DataTypes.DoubleType, true);
    }

    @Override
    public FairXgBoostModel copy(ParamMap extra) {
        FairXgBoostModel copy =
                copyValues(new FairXgBoostModel(uid, (XGBoostClassificationModel) model.copy(extra)), extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public MLWriter write() {
        return new MLWriter() {
            @Override
            public void saveImpl(String path) {
                DefaultParamsWriter.saveMetadata(
                        FairXgBoostModel.this, path, sc(), scala.Option.empty(), scala.Option.empty());
                try {
                    model.write().save(new Path(path, MODEL).toString());
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot save " + uid + " in " + path + ": " + e.getMessage(), e);
                }
            }
        };
    }

    private static final class Reader extends MLReader<FairXgBoostModel> {
        @Override
        public FairXgBoostModel load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), FairXgBoostModel.class.getName());
            FairXgBoostModel loaded = new FairXgBoostModel(metadata.uid(), (XGBoostClassificationModel)
                    XGBoostClassificationModel.load(new Path(path, MODEL).toString()));
            metadata.getAndSetParams(loaded, scala.Option.empty());
            return loaded;
        }
    }
}
