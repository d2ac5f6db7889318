package io.lepton.training.calibration;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.udf;

import io.lepton.training.stages.ClassColumns;
import io.lepton.training.stages.MemberFolders;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.StructType;

/** A model of classes whose probabilities are mended: replaces {@code probability}, {@code rawPrediction} and {@code prediction}. */
public final class CalibratedModel extends Model<CalibratedModel> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String MEMBER = "model";

    private final String uid;
    private final Transformer model;
    private final Calibrator calibrator;

    /** @param model fitted; adds probability */
    public CalibratedModel(Transformer model, Calibrator calibrator) {
        this(Identifiable$.MODULE$.randomUID("calibrated"), model, calibrator);
    }

    private CalibratedModel(String uid, Transformer model, Calibrator calibrator) {
        this.uid = uid;
        this.model = model;
        this.calibrator = calibrator;
    }

    public static MLReader<CalibratedModel> read() {
        return new Reader();
    }

    public static CalibratedModel load(String path) {
        return read().load(path);
    }

    /** The model as it was. */
    public Transformer model() {
        return model;
    }

    public Calibrator calibrator() {
        return calibrator;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        return mended(model.transform(dataset));
    }

    /** Mends predictions of the model that are there already. */
    public Dataset<Row> mended(Dataset<Row> predictions) {
        Calibrator maps = calibrator; // so that tasks don't carry the model
        UDF1<Vector, Vector> mend = probability -> Vectors.dense(maps.of(probability.toArray()));
        // Dropped first, so that the columns come in the same order whatever the model adds.
        return ClassColumns.added(
                        predictions
                                .withColumnRenamed("probability", "lepton_uncalibrated")
                                .drop("rawPrediction", "prediction"),
                        udf(mend, SQLDataTypes.VectorType()).apply(col("lepton_uncalibrated")))
                .drop("lepton_uncalibrated");
    }

    @Override
    public StructType transformSchema(StructType schema) {
        model.transformSchema(schema);
        return ClassColumns.added(schema);
    }

    @Override
    public CalibratedModel copy(ParamMap extra) {
        CalibratedModel copy = copyValues(new CalibratedModel(uid, model.copy(extra), calibrator), extra);
        return hasParent() ? copy.setParent(parent()) : copy;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public MLWriter write() {
        return MemberFolders.writer(this, Map.of(MEMBER, model), calibrator.toJson());
    }

    private static final class Reader extends MLReader<CalibratedModel> {
        @Override
        public CalibratedModel load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), CalibratedModel.class.getName());
            try {
                MemberFolders.Saved<Transformer> saved = MemberFolders.load(path, sc());
                return new CalibratedModel(
                        metadata.uid(), saved.members().get(MEMBER), Calibrator.fromJson(saved.details()));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot load the model of " + path + ": " + e.getMessage(), e);
            }
        }
    }
}
