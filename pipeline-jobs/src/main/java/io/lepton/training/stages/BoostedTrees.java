package io.lepton.training.stages;

import io.lepton.training.device.Device;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.scala.Booster;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassificationModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostClassifier;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressionModel;
import ml.dmlc.xgboost4j.scala.spark.XGBoostRegressor;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * XGBoost over {@code features}, {@code label} and {@code weight}. Always hands XGBoost dense vectors with NaN for missing, and chooses
 * the number of workers by the rows: one for small data, which repeats bit for bit and spends nothing on talk between workers; Spark's
 * default parallelism for more.
 */
public final class BoostedTrees extends Estimator<PipelineModel> implements DefaultParamsWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Below this many rows one worker needs seconds, and a repeatable result is worth more than the rest of the cores. */
    private static final long ROWS_FOR_ONE_WORKER = 200_000;

    /** One row of so many is held out to find how many rounds are best. */
    private static final int HELD_OUT = 10;

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
    private final Param<String> device;

    public BoostedTrees() {
        this(Identifiable$.MODULE$.randomUID("boostedTrees"));
    }

    /** Made by Spark when it loads a saved stage. */
    public BoostedTrees(String uid) {
        this.uid = uid;
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
        this.device = new Param<>(this, "device", "where trees grow: cpu or cuda");
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
        Dataset<Row> rows = dataset.select(
                functions.col("features"),
                functions.col("label").cast("double").as("label"),
                functions.col("weight").cast("double").as("weight"));
        Row size = rows.agg(functions.count(functions.lit(1)), functions.max("label"))
                .head();
        int workers = size.getLong(0) < ROWS_FOR_ONE_WORKER
                ? 1
                : dataset.sparkSession().sparkContext().defaultParallelism();
        int classes = size.isNullAt(1) ? 0 : (int) size.getDouble(1) + 1;
        int trees =
                (int) getOrDefault(earlyStopping) > 0 ? bestRounds(rows, workers, classes) : (int) getOrDefault(rounds);
        Dataset<Row> ready = shuffled(rows, workers);
        if (predictsNumbers()) {
            return LearnerPipeline.densifying(regressor(workers, trees)).fit(ready);
        }
        PipelineModel model =
                LearnerPipeline.densifying(classifier(workers, classes, trees)).fit(ready);
        return getOrDefault(objective).startsWith("multi:") ? mended(model) : model;
    }

    private boolean predictsNumbers() {
        return getOrDefault(objective).startsWith("reg:");
    }

    /**
     * How many rounds were best for rows held out, by the objective's own loss. The model is then fitted once more with so many: XGBoost's
     * {@code transform} would use those after the best, too. Equal rows are on one side.
     */
    private int bestRounds(Dataset<Row> rows, int workers, int classes) {
        int most = (int) getOrDefault(rounds);
        Column part = functions.pmod(functions.xxhash64(content(functions.lit("held out"))), functions.lit(HELD_OUT));
        Dataset<Row> validation = rows.filter(part.equalTo(0));
        if (validation.isEmpty()) {
            return most;
        }
        DenseFeatures dense = new DenseFeatures();
        Dataset<Row> training = dense.transform(shuffled(rows.filter(part.notEqual(0)), workers));
        Dataset<Row> judging = dense.transform(shuffled(validation, workers));
        Booster booster;
        if (predictsNumbers()) {
            XGBoostRegressor xgboost = stoppingEarly(regressor(workers, most));
            xgboost.setEvalDataset(judging);
            booster = ((XGBoostRegressionModel) xgboost.fit(training)).nativeBooster();
        } else {
            XGBoostClassifier xgboost = stoppingEarly(classifier(workers, classes, most));
            xgboost.setEvalDataset(judging);
            booster = ((XGBoostClassificationModel) xgboost.fit(training)).nativeBooster();
        }
        try {
            return Integer.parseInt(booster.getAttr("best_iteration")) + 1;
        } catch (XGBoostError e) {
            throw new IllegalStateException("Cannot read which round was best: " + e.getMessage(), e);
        }
    }

    private <E extends Params> E stoppingEarly(E xgboost) {
        xgboost.set(xgboost.getParam("numEarlyStoppingRounds"), getOrDefault(earlyStopping));
        return xgboost;
    }

    private static PipelineModel mended(PipelineModel model) {
        Transformer[] stages = model.stages().clone();
        stages[1] = new SeveralClassesModel((XGBoostClassificationModel) stages[1]);
        return new PipelineModel(model.uid(), stages);
    }

    /**
     * One partition a worker, by a shuffle: XGBoost trains in Spark's barrier mode, which refuses coalesced or united rows. Sorted by
     * content, since sampling goes by a row's place and a shuffle delivers rows in any order.
     */
    private static Dataset<Row> shuffled(Dataset<Row> rows, int workers) {
        // As an array, so that the order is the same for sparse and dense encodings.
        return rows.repartition(workers).sortWithinPartitions(functions.xxhash64(content()));
    }

    private static Column[] content(Column... first) {
        List<Column> content = new ArrayList<>(List.of(first));
        content.add(org.apache.spark.ml.functions.vector_to_array(functions.col("features"), "float64"));
        content.add(functions.col("label"));
        content.add(functions.col("weight"));
        return content.toArray(Column[]::new);
    }

    /**
     * Stops the line that every worker prints for each round: verbosity doesn't reach it, and {@code verbose_eval}, which does, has no
     * Spark parameter. So it takes the place of one that only matters to an objective not offered here.
     */
    private static void silence(Params xgboost) {
        Param<?>[] params = xgboost.params();
        for (int i = 0; i < params.length; i++) {
            if (params[i].name().equals("tweedie_variance_power")) {
                Param<String> verbose = new Param<>(xgboost.uid(), "verbose_eval", "whether each round prints a line");
                params[i] = verbose;
                xgboost.set(verbose, "false");
            }
        }
    }

    private XGBoostRegressor regressor(int workers, int trees) {
        return configured(new XGBoostRegressor(), workers, trees);
    }

    private XGBoostClassifier classifier(int workers, int classes, int trees) {
        XGBoostClassifier xgboost = configured(new XGBoostClassifier(), workers, trees);
        if (getOrDefault(objective).startsWith("multi:")) {
            xgboost.setNumClass(classes);
        }
        return xgboost;
    }

    /** By name: the two estimators share no type that declares the setters. */
    private <E extends Params> E configured(E xgboost, int workers, int trees) {
        Map<String, Object> settings = Map.ofEntries(
                Map.entry("featuresCol", LearnerPipeline.DENSE_FEATURES),
                Map.entry("weightCol", "weight"),
                Map.entry("objective", getOrDefault(objective)),
                Map.entry("numRound", trees),
                Map.entry("max_depth", getOrDefault(depth)),
                Map.entry("eta", getOrDefault(learningRate)),
                Map.entry("subsample", getOrDefault(subsample)),
                Map.entry("colsample_bytree", getOrDefault(columnSample)),
                Map.entry("min_child_weight", getOrDefault(minChildWeight)),
                Map.entry("lambda", getOrDefault(lambda)),
                Map.entry("seed", getOrDefault(seed)),
                Map.entry("tree_method", "hist"),
                Map.entry("device", getOrDefault(device)),
                Map.entry("missing", Float.NaN),
                Map.entry("numWorkers", workers),
                Map.entry("nthread", 1),
                Map.entry("verbosity", 0));
        settings.forEach((name, value) -> xgboost.set(xgboost.getParam(name), value));
        silence(xgboost);
        return xgboost;
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

    @Override
    public BoostedTrees copy(ParamMap extra) {
        return defaultCopy(extra);
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

    public Param<String> device() {
        return device;
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

    /** @param value CPU or CUDA */
    public BoostedTrees setDevice(Device value) {
        set(device, word(value));
        return this;
    }

    private static String word(Device device) {
        return device.name().toLowerCase(Locale.ROOT);
    }
}
