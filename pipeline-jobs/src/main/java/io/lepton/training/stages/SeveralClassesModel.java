package io.lepton.training.stages;

import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * An XGBoost model of several classes that predicts the same after loading. XGBoost4J-Spark 3.4.0 saves the number of classes as
 * {@code num_class}, looks for {@code numClass}, finds nothing and takes the loaded model for one of two classes.
 */
public final class SeveralClassesModel extends Model<SeveralClassesModel> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final XGBoostClassificationModel xgboost;

    public SeveralClassesModel(XGBoostClassificationModel xgboost) {
        this(Identifiable$.MODULE$.randomUID("severalClasses"), xgboost);
    }

    private SeveralClassesModel(String uid, XGBoostClassificationModel xgboost) {
        this.uid = uid;
        this.xgboost = xgboost;
    }

    public static MLReader<SeveralClassesModel> read() {
        return new Reader();
    }

    public static SeveralClassesModel load(String path) {
        return read().load(path);
    }

    public XGBoostClassificationModel xgboost() {
        return xgboost;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        return xgboost.transform(dataset);
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return xgboost.transformSchema(schema);
    }

    @Override
    public SeveralClassesModel copy(ParamMap extra) {
        return new SeveralClassesModel(uid, (XGBoostClassificationModel) xgboost.copy(extra));
    }

    @Override
    public MLWriter write() {
        return new Writer(this);
    }

    private static String folderOfXgboost(String path) {
        return new Path(path, "xgboost").toString();
    }

    private static final class Writer extends MLWriter {
        private final SeveralClassesModel model;

        Writer(SeveralClassesModel model) {
            this.model = model;
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter.saveMetadata(model, path, sc(), scala.Option.empty(), scala.Option.empty());
            try {
                model.xgboost.write().overwrite().save(folderOfXgboost(path));
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot save the model in " + path + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class Reader extends MLReader<SeveralClassesModel> {
        @Override
        public SeveralClassesModel load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), SeveralClassesModel.class.getName());
            var loaded = (XGBoostClassificationModel) XGBoostClassificationModel.load(folderOfXgboost(path));
            var mended = new XGBoostClassificationModel(
                    loaded.uid(), loaded.getNumClass(), loaded.nativeBooster(), scala.Option.empty());
            loaded.copyValues(mended, ParamMap.empty());
            return new SeveralClassesModel(metadata.uid(), mended);
        }
    }
}
