package io.lepton.training.calibration;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lepton.error.LeptonException;
import io.lepton.training.CrossFitted;
import io.lepton.training.CrossFitting;
import io.lepton.training.TaskType;
import io.lepton.training.stages.MemberFolders;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Fits a model of classes, and mends its probabilities by what its like, fitted on the other folds, said of each fold: no row teaches both
 * a model and the map of its predictions.
 */
public final class Calibration extends Estimator<CalibratedModel> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String MEMBER = "model";

    private final String uid;
    private final Estimator<?> model;
    private final TaskType task;
    private final Param<String> method;
    private final IntParam folds;
    private final LongParam seed;

    /** @param model over features, label and weight; adds probability */
    public Calibration(Estimator<?> model, TaskType task) {
        this(Identifiable$.MODULE$.randomUID("calibration"), model, task);
    }

    private Calibration(String uid, Estimator<?> model, TaskType task) {
        if (!task.classifies()) {
            throw LeptonException.configuration("Cannot calibrate a model of numbers: it has no probabilities.");
        }
        this.uid = uid;
        this.model = model;
        this.task = task;
        this.method = new Param<>(this, "method", "platt, isotonic or beta");
        this.folds = new IntParam(this, "folds", "folds that the map is learned across, at least 2");
        this.seed = new LongParam(this, "seed", "seed of the rows' folds");
        setDefault(method, CalibrationMethod.BETA.name());
        setDefault(folds, 3);
        setDefault(seed, 42L);
    }

    public Calibration setMethod(CalibrationMethod value) {
        set(method, value.name());
        return this;
    }

    public Calibration setFolds(int value) {
        set(folds, value);
        return this;
    }

    public Calibration setSeed(long value) {
        set(seed, value);
        return this;
    }

    public static MLReader<Calibration> read() {
        return new Reader();
    }

    public static Calibration load(String path) {
        return read().load(path);
    }

    public Param<String> method() {
        return method;
    }

    public IntParam folds() {
        return folds;
    }

    public LongParam seed() {
        return seed;
    }

    @Override
    public CalibratedModel fit(Dataset<?> dataset) {
        Map<String, Estimator<?>> one = Map.of(MEMBER, model);
        var rows = dataset.toDF();
        try (CrossFitted outOfFold =
                CrossFitting.fit(one, task, rows, (int) getOrDefault(folds), (long) getOrDefault(seed))) {
            Calibrator calibrator = Calibrator.fit(
                    outOfFold.predictions(MEMBER),
                    outOfFold.classes(),
                    CalibrationMethod.valueOf(getOrDefault(method)));
            return new CalibratedModel(CrossFitting.refit(one, rows).get(MEMBER), calibrator).setParent(this);
        }
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return model.transformSchema(schema);
    }

    @Override
    public Estimator<CalibratedModel> copy(ParamMap extra) {
        return copyValues(new Calibration(uid, model.copy(extra), task), extra);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public MLWriter write() {
        return MemberFolders.writer(
                this,
                Map.of(MEMBER, model),
                new ObjectMapper().createObjectNode().put("task", task.name()));
    }

    private static final class Reader extends MLReader<Calibration> {
        @Override
        public Calibration load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), Calibration.class.getName());
            try {
                MemberFolders.Saved<Estimator<?>> saved = MemberFolders.load(path, sc());
                Calibration loaded = new Calibration(
                        metadata.uid(),
                        saved.members().get(MEMBER),
                        TaskType.valueOf(saved.details().get("task").asText()));
                metadata.getAndSetParams(loaded, scala.Option.empty());
                return loaded;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot load the calibration of " + path + ": " + e.getMessage(), e);
            }
        }
    }
}
