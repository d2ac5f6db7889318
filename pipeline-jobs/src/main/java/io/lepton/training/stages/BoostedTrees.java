package io.lepton.training.stages;

import io.lepton.training.boosting.Boosting;
import io.lepton.training.boosting.BoostingPlan;
import io.lepton.training.boosting.RowCensus;
import io.lepton.training.boosting.paged.ExternalMemory;
import io.lepton.training.curves.CurveListener;
import io.lepton.training.curves.ReportsCurves;
import io.lepton.training.device.Device;
import java.io.IOException;
import java.io.Serial;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.Booster;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressionModel;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * XGBoost over {@code features}, {@code label} and {@code weight}. Always hands XGBoost dense vectors with NaN for missing, and chooses
 * the number of workers by the rows (see {@link Boosting}): one for small data, which repeats bit for bit and spends nothing on talk
 * between workers. With early stopping the model is that of the rows not held out, up to the best round.
 */
public final class BoostedTrees extends Estimator<PipelineModel> implements DefaultParamsWritable, ReportsCurves {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Param<String> objective;
    private final IntParam rounds;
    private final IntParam depth;
    private final DoubleParam learningRate;
    private final DoubleParam subsample;
    private final DoubleParam columnSample;
    private final DoubleParam minChildWeight;
    private final DoubleParam lambda;
    private final IntParam earlyStopping;
    private final LongParam seed;
    private final Param<String> categories;
    private final IntArrayParam groups;
    private final Param<String> monotone;
    private final Param<String> interactions;
    private final Param<String> device;
    private final Param<String> externalMemory;
    private final Param<String> checkpointFolder;
    private final IntParam checkpointInterval;
    private final CurveListener listener;

    public BoostedTrees() {
        this(Identifiable$.MODULE$.randomUID("boostedTrees"));
    }

    /** Made by Spark when it loads a saved stage. */
    public BoostedTrees(String uid) {
        this(uid, CurveListener.none());
    }

    private BoostedTrees(String uid, CurveListener listener) {
        this.uid = uid;
        this.listener = listener;
        this.objective =
                new Param<>(this, "objective", "XGBoost's objective: binary:logistic, multi:softprob or reg:...");
        this.rounds = new IntParam(this, "rounds", "trees in sequence");
        this.depth = new IntParam(this, "depth", "levels of splits in a tree");
        this.learningRate = new DoubleParam(this, "learningRate", "shrinkage of each tree's contribution, (0, 1]");
        this.subsample = new DoubleParam(this, "subsample", "share of rows drawn for each tree, (0, 1]");
        this.columnSample = new DoubleParam(this, "columnSample", "share of features drawn for each tree, (0, 1]");
        this.minChildWeight = new DoubleParam(this, "minChildWeight", "smallest sum of second derivatives in a leaf");
        this.lambda = new DoubleParam(this, "lambda", "L2 penalty on leaf values");
        this.earlyStopping = new IntParam(
                this,
                "earlyStopping",
                "rounds without a better result on held-out rows after which no more are added; 0: never");
        this.seed = new LongParam(this, "seed", "seed of the drawing of rows and features");
        this.categories = new Param<>(
                this,
                "categories",
                "places of the features whose values are categories, numbered from 0, as 2,5; a split sends any set of"
                        + " categories one way");
        this.groups = new IntArrayParam(
                this,
                "groups",
                "for each feature the number of the column that it is a category of, from 0, or -1: those of a column"
                        + " become one feature of categories, after all that are of none; empty: none is");
        this.monotone = new Param<>(
                this,
                "monotone",
                "for each feature 1 where predictions may only rise with it, -1 where they may only fall, else 0, as"
                        + " (1,0,-1); empty: no limits");
        this.interactions = new Param<>(
                this,
                "interactions",
                "groups of features, by place, that may meet on one path of a tree, as [[0, 1], [2]]; a feature of no"
                        + " group stays alone; empty: no limits");
        this.device = new Param<>(this, "device", "where XGBoost computes: cpu or cuda");
        this.externalMemory = new Param<>(
                this,
                "externalMemory",
                "whether rows lie on the local disk while they are trained on, on the CPU: always, never, or auto,"
                        + " where they would take more than half of the memory beside the heap");
        this.checkpointFolder = new Param<>(
                this,
                "checkpointFolder",
                "where trainings leave checkpoints, each in a folder named after its rows and settings; whoever set it"
                        + " deletes it; empty: nowhere");
        this.checkpointInterval = new IntParam(this, "checkpointInterval", "rounds from one checkpoint to the next");
        setDefault(objective, "binary:logistic");
        setDefault(rounds, 100);
        setDefault(depth, 6);
        setDefault(learningRate, 0.1);
        setDefault(subsample, 1.0);
        setDefault(columnSample, 1.0);
        setDefault(minChildWeight, 1.0);
        setDefault(lambda, 1.0);
        setDefault(earlyStopping, 0);
        setDefault(seed, 42L);
        setDefault(device, word(Device.CPU));
        setDefault(categories, "");
        setDefault(groups, new int[0]);
        setDefault(monotone, "");
        setDefault(interactions, "");
        setDefault(externalMemory, word(ExternalMemory.AUTO));
        setDefault(checkpointFolder, "");
        setDefault(checkpointInterval, 25);
    }

    public static MLReader<BoostedTrees> read() {
        return new DefaultParamsReader<>();
    }

    public static BoostedTrees load(String path) {
        return read().load(path);
    }

    @Override
    public PipelineModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        DenseFeatures dense = new DenseFeatures().setGroups(categoryGroups());
        Dataset<Row> rows = (categoryGroups().isEmpty() ? dataset.toDF() : dense.transform(dataset))
                .select(
                        functions
                                .col(categoryGroups().isEmpty() ? "features" : LearnerPipeline.DENSE_FEATURES)
                                .as("features"),
                        functions.col("label").cast("double").as("label"),
                        functions.col("weight").cast("double").as("weight"));
        String folder = getOrDefault(checkpointFolder);
        RowCensus census = folder.isEmpty() ? RowCensus.of(rows) : RowCensus.withContent(rows);
        int classes = (int) census.largestLabel() + 1;
        BoostingPlan plan = plan(classes, featureTypes(rows));
        byte[] booster = new Boosting(
                        plan,
                        ExternalMemory.valueOf(getOrDefault(externalMemory).toUpperCase(Locale.ROOT)),
                        listener)
                .train(
                        rows,
                        census.rows(),
                        folder.isEmpty() ? "" : new Path(folder, census.fingerprint(plan)).toString());
        return new PipelineModel(
                Identifiable$.MODULE$.randomUID("boostedTreesModel"),
                new Transformer[] {dense, model(booster, classes), new DropColumns()});
    }

    @Override
    public BoostedTrees reporting(CurveListener to) {
        return copyValues(new BoostedTrees(uid, to), ParamMap.empty());
    }

    private BoostingPlan plan(int classes, List<String> featureTypes) {
        Map<String, String> parameters = new HashMap<>();
        settings(classes).forEach((name, value) -> parameters.put(name, String.valueOf(value)));
        if (!getOrDefault(monotone).isEmpty()) {
            parameters.put("monotone_constraints", getOrDefault(monotone));
        }
        parameters.put("verbosity", "0");
        // So that what is drawn in a round doesn't depend on whether a checkpoint lies before it.
        parameters.put("seed_per_iteration", "true");
        return new BoostingPlan(
                parameters,
                featureTypes,
                (int) getOrDefault(rounds),
                (int) getOrDefault(earlyStopping),
                severalClasses() ? classes : 1,
                (int) getOrDefault(checkpointInterval));
    }

    private CategoryGroups categoryGroups() {
        return new CategoryGroups(Arrays.stream(getOrDefault(groups)).boxed().toList());
    }

    private List<String> featureTypes(Dataset<Row> rows) {
        if (getOrDefault(categories).isEmpty() && categoryGroups().isEmpty()) {
            return List.of();
        }
        int features = rows.head().<Vector>getAs(0).size();
        Set<Integer> places = categoryGroups().isEmpty()
                ? Arrays.stream(getOrDefault(categories).split(","))
                        .map(Integer::valueOf)
                        .collect(Collectors.toSet())
                : Set.copyOf(categoryGroups().categories());
        return IntStream.range(0, features)
                .mapToObj(feature -> places.contains(feature) ? "c" : "q")
                .toList();
    }

    private boolean predictsNumbers() {
        return getOrDefault(objective).startsWith("reg:");
    }

    private boolean severalClasses() {
        return getOrDefault(objective).startsWith("multi:");
    }

    private Transformer model(byte[] bytes, int classes) {
        Booster booster = booster(bytes);
        if (predictsNumbers()) {
            return configured(
                    new XGBoostRegressionModel(Identifiable$.MODULE$.randomUID("xgbr"), booster, scala.Option.empty()),
                    classes);
        }
        XGBoostClassificationModel model = configured(
                new XGBoostClassificationModel(
                        Identifiable$.MODULE$.randomUID("xgbc"),
                        severalClasses() ? classes : 2,
                        booster,
                        scala.Option.empty()),
                classes);
        return severalClasses() ? new SeveralClassesModel(model) : model;
    }

    private static Booster booster(byte[] bytes) {
        try {
            return new Booster(XGBoost.loadModel(bytes));
        } catch (XGBoostError | IOException e) {
            throw new IllegalStateException("Cannot load the booster that was trained: " + e.getMessage(), e);
        }
    }

    /** By name: the two models share no type that declares the setters. */
    private <M extends Params> M configured(M model, int classes) {
        settings(classes).forEach((name, value) -> model.set(model.getParam(name), value));
        model.set(model.getParam("featuresCol"), LearnerPipeline.DENSE_FEATURES);
        model.set(model.getParam("weightCol"), "weight");
        model.set(model.getParam("numRound"), getOrDefault(rounds));
        model.set(model.getParam("missing"), Float.NaN);
        return model;
    }

    /** By the names that XGBoost gives them. */
    private Map<String, Object> settings(int classes) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "objective", getOrDefault(objective),
                "max_depth", getOrDefault(depth),
                "eta", getOrDefault(learningRate),
                "subsample", getOrDefault(subsample),
                "colsample_bytree", getOrDefault(columnSample),
                "min_child_weight", getOrDefault(minChildWeight),
                "lambda", getOrDefault(lambda),
                "seed", getOrDefault(seed),
                "tree_method", "hist",
                "device", getOrDefault(device)));
        if (!getOrDefault(interactions).isEmpty()) {
            settings.put("interaction_constraints", getOrDefault(interactions));
        }
        if (severalClasses()) {
            settings.put("num_class", classes);
        }
        return settings;
    }

    @Override
    public StructType transformSchema(StructType schema) {
        Columns.requireVector(schema, "features");
        StructType result = schema;
        if (!getOrDefault(objective).startsWith("reg:")) {
            result = Columns.adding(result, "rawPrediction", SQLDataTypes.VectorType());
            result = Columns.adding(result, "probability", SQLDataTypes.VectorType());
        }
        return Columns.adding(result, "prediction", DataTypes.DoubleType);
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public BoostedTrees copy(ParamMap extra) {
        return copyValues(new BoostedTrees(uid, listener), extra);
    }

    @Override
    public String uid() {
        return uid;
    }

    public Param<String> objective() {
        return objective;
    }

    public IntParam rounds() {
        return rounds;
    }

    public IntParam depth() {
        return depth;
    }

    public DoubleParam learningRate() {
        return learningRate;
    }

    public DoubleParam subsample() {
        return subsample;
    }

    public DoubleParam columnSample() {
        return columnSample;
    }

    public DoubleParam minChildWeight() {
        return minChildWeight;
    }

    public DoubleParam lambda() {
        return lambda;
    }

    public IntParam earlyStopping() {
        return earlyStopping;
    }

    public LongParam seed() {
        return seed;
    }

    public Param<String> categories() {
        return categories;
    }

    public IntArrayParam groups() {
        return groups;
    }

    public Param<String> monotone() {
        return monotone;
    }

    public Param<String> interactions() {
        return interactions;
    }

    public Param<String> device() {
        return device;
    }

    public Param<String> externalMemory() {
        return externalMemory;
    }

    public Param<String> checkpointFolder() {
        return checkpointFolder;
    }

    public IntParam checkpointInterval() {
        return checkpointInterval;
    }

    public BoostedTrees setObjective(String value) {
        set(objective, value);
        return this;
    }

    public BoostedTrees setRounds(int value) {
        set(rounds, value);
        return this;
    }

    public BoostedTrees setDepth(int value) {
        set(depth, value);
        return this;
    }

    public BoostedTrees setLearningRate(double value) {
        set(learningRate, value);
        return this;
    }

    public BoostedTrees setSubsample(double value) {
        set(subsample, value);
        return this;
    }

    public BoostedTrees setColumnSample(double value) {
        set(columnSample, value);
        return this;
    }

    public BoostedTrees setMinChildWeight(double value) {
        set(minChildWeight, value);
        return this;
    }

    public BoostedTrees setLambda(double value) {
        set(lambda, value);
        return this;
    }

    public BoostedTrees setEarlyStopping(int value) {
        set(earlyStopping, value);
        return this;
    }

    public BoostedTrees setSeed(long value) {
        set(seed, value);
        return this;
    }

    /** @param places of features whose values are categories, numbered from 0; NaN is a missing one */
    public BoostedTrees setCategories(List<Integer> places) {
        set(categories, places.stream().map(String::valueOf).collect(Collectors.joining(",")));
        return this;
    }

    /** Makes features of categories of those that are one-hot; constraints then are about the places after that. */
    public BoostedTrees setGroups(CategoryGroups value) {
        set(groups, value.columns().stream().mapToInt(Integer::intValue).toArray());
        return this;
    }

    /** @param directions one for each feature, or none */
    public BoostedTrees setMonotone(List<Integer> directions) {
        set(
                monotone,
                directions.isEmpty()
                        ? ""
                        : directions.stream().map(String::valueOf).collect(Collectors.joining(",", "(", ")")));
        return this;
    }

    /** @param groups of features, by place */
    public BoostedTrees setInteractions(List<List<Integer>> groups) {
        set(interactions, groups.isEmpty() ? "" : groups.toString());
        return this;
    }

    /** @param value CPU or CUDA */
    public BoostedTrees setDevice(Device value) {
        set(device, word(value));
        return this;
    }

    public BoostedTrees setExternalMemory(ExternalMemory value) {
        set(externalMemory, word(value));
        return this;
    }

    public BoostedTrees setCheckpointFolder(String value) {
        set(checkpointFolder, value);
        return this;
    }

    public BoostedTrees setCheckpointInterval(int value) {
        set(checkpointInterval, value);
        return this;
    }
}
