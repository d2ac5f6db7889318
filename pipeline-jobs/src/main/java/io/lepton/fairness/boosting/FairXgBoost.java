package io.lepton.fairness.boosting;

import static org.apache.spark.sql.functions.lit;

import io.lepton.error.LeptonException;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.Arrays;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * XGBoost for labels 0 and 1 that pays for the covariance between its score and a protected attribute, and so ends up with scores that are
 * more alike in all groups, see {@link CovariancePenalty}. The settings are those of the XGBoost classifier that it is made of; with
 * penalty 0 it fits what that fits, starting from the mean label. The column of the group is needed while fitting only.
 */
public final class FairXgBoost extends Estimator<FairXgBoostModel> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private static final String LABEL = "lepton_grouped_label";
    private static final String WEIGHT = "lepton_weight";
    private static final String LEARNER = "learner";
    private static final double XGBOOSTS_LEARNING_RATE = 0.3;

    private final String uid;
    private final XGBoostClassifier learner;
    private final DoubleParam penalty;
    private final DoubleParam sharpness;
    private final Param<String> groupCol;

    /** @param learner of labels 0 and 1, over a vector column of features; its objective, intercept and metric are replaced */
    public FairXgBoost(XGBoostClassifier learner) {
        this(Identifiable$.MODULE$.randomUID("fairXgBoost"), learner);
    }

    private FairXgBoost(String uid, XGBoostClassifier learner) {
        this.uid = uid;
        this.learner = learner;
        this.penalty = new DoubleParam(
                this,
                "penalty",
                "lambda: what a row pays for the squared covariance of group and decision, against its logistic loss; 0: nothing;"
                        + " the larger, the more rounds it takes",
                ParamValidators.gtEq(0));
        this.sharpness = new DoubleParam(
                this,
                "sharpness",
                "kappa: how near the smoothed decision is to the one at .5; 1: the probability itself",
                ParamValidators.gt(0));
        this.groupCol = new Param<>(this, "groupCol", "column of the protected attribute; missing values are a group");
        setDefault(penalty, 10.0);
        setDefault(sharpness, 4.0);
        setDefault(groupCol, "group");
    }

    public static MLReader<FairXgBoost> read() {
        return new Reader();
    }

    public static FairXgBoost load(String path) {
        return read().load(path);
    }

    public DoubleParam penalty() {
        return penalty;
    }

    public DoubleParam sharpness() {
        return sharpness;
    }

    public Param<String> groupCol() {
        return groupCol;
    }

    public FairXgBoost setPenalty(double value) {
        set(penalty, value);
        return this;
    }

    public FairXgBoost setSharpness(double value) {
        set(sharpness, value);
        return this;
    }

    public FairXgBoost setGroupCol(String column) {
        set(groupCol, column);
        return this;
    }

    /** @throws LeptonException for columns, labels or groups that can't be learned from */
    @Override
    public FairXgBoostModel fit(Dataset<?> dataset) {
        check(dataset.schema());
        Dataset<Row> rows = dataset.toDF();
        String features = learner.getOrDefault(learner.featuresCol());
        String label = learner.getOrDefault(learner.labelCol());
        Column weight = learner.isDefined(learner.weightCol())
                ? GroupedLabels.column(learner.getOrDefault(learner.weightCol()))
                        .cast("double")
                : lit(1.0);
        GroupedLabels labels = GroupedLabels.of(rows, getOrDefault(groupCol), label, weight);
        Dataset<Row> training = FairXgBoostModel.dense(rows, features)
                .select(
                        GroupedLabels.column(features),
                        labels.column(getOrDefault(groupCol), label).as(LABEL),
                        weight.as(WEIGHT));
        XGBoostClassificationModel model =
                (XGBoostClassificationModel) penalized(labels).fit(training);
        model.set(model.getParam("labelCol"), label);
        // It has done its work, and can't be saved.
        model.clear(model.getParam("customObj"));
        return new FairXgBoostModel(Identifiable$.MODULE$.randomUID("fairXgBoostModel"), model).setParent(this);
    }

    private XGBoostClassifier penalized(GroupedLabels labels) {
        XGBoostClassifier penalized = (XGBoostClassifier) learner.copy(ParamMap.empty());
        double rate = learner.isDefined(learner.getParam("eta"))
                ? (double) learner.getOrDefault(learner.getParam("eta"))
                : XGBOOSTS_LEARNING_RATE;
        penalized.setCustomObj(new CovariancePenalty(
                (double) getOrDefault(penalty),
                (double) getOrDefault(sharpness),
                rate,
                labels.shares().stream().mapToDouble(Double::doubleValue).toArray(),
                labels.totalWeight()));
        penalized.set(penalized.getParam("labelCol"), LABEL);
        penalized.set(penalized.getParam("weightCol"), WEIGHT);
        // What the model makes of margins when it predicts.
        penalized.set(penalized.getParam("objective"), "binary:logistic");
        // XGBoost would estimate the intercept from labels, which aren't 0 and 1.
        penalized.set(penalized.getParam("base_score"), labels.positives());
        penalized.set(penalized.getParam("missing"), Float.NaN);
        // Barrier stages refuse rows that were coalesced or joined without a shuffle since.
        penalized.set(penalized.getParam("forceRepartition"), true);
        // Measures of probabilities refuse such labels, and none is wanted.
        penalized.set(penalized.getParam("eval_metric"), "rmse");
        return penalized;
    }

    private void check(StructType schema) {
        String features = learner.getOrDefault(learner.featuresCol());
        for (String name : new String[] {getOrDefault(groupCol), learner.getOrDefault(learner.labelCol()), features}) {
            if (!Arrays.asList(schema.fieldNames()).contains(name)) {
                throw LeptonException.configuration("Cannot boost fairly: there is no column '" + name + "'. Columns: "
                        + String.join(", ", schema.fieldNames()) + ".");
            }
        }
        if (!schema.apply(features).dataType().equals(SQLDataTypes.VectorType())) {
            throw LeptonException.configuration("Cannot boost fairly: column '" + features + "' is "
                    + schema.apply(features).dataType().simpleString()
                    + " and must be a vector. Convert arrays by functions.array_to_vector.");
        }
    }

    @Override
    public StructType transformSchema(StructType schema) {
        check(schema);
        return FairXgBoostModel.outputs(
                schema,
                learner.getOrDefault(learner.rawPredictionCol()),
                learner.getOrDefault(learner.probabilityCol()),
                learner.getOrDefault(learner.predictionCol()));
    }

    @Override
    public FairXgBoost copy(ParamMap extra) {
        return copyValues(new FairXgBoost(uid, (XGBoostClassifier) learner.copy(extra)), extra);
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
                        FairXgBoost.this, path, sc(), scala.Option.empty(), scala.Option.empty());
                try {
                    learner.write().save(new Path(path, LEARNER).toString());
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot save " + uid + " in " + path + ": " + e.getMessage(), e);
                }
            }
        };
    }

    private static final class Reader extends MLReader<FairXgBoost> {
        @Override
        public FairXgBoost load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), FairXgBoost.class.getName());
            FairXgBoost loaded = new FairXgBoost(
                    metadata.uid(), (XGBoostClassifier) XGBoostClassifier.load(new Path(path, LEARNER).toString()));
            metadata.getAndSetParams(loaded, scala.Option.empty());
            return loaded;
        }
    }
}
