package io.lepton.training.neural;

import io.lepton.error.LeptonException;
import io.lepton.training.TaskType;
import java.io.Serial;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * A multi-layer perceptron over {@code features} (a vector of any encoding, NaN = missing), {@code label} and {@code weight}. It
 * standardizes features by itself, fills missing ones with the mean, and standardizes numeric labels too, so that its users need not.
 *
 * <p>One row of ten is held out when that makes a hundred or more: the network of the epoch that does best on them is kept, and training
 * ends when {@code patience} epochs in a row did no better.
 */
public final class NeuralNetwork extends Estimator<PipelineModel> implements DefaultParamsWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Fewer rows held out than this would choose the epoch by chance. */
    private static final long FEWEST_HELD_OUT = 100;

    private final String uid;
    private final Param<String> task;
    private final IntArrayParam hidden;
    private final IntParam epochs;
    private final IntParam batch;
    private final DoubleParam learningRate;
    private final DoubleParam dropout;
    private final DoubleParam weightDecay;
    private final LongParam seed;
    private final IntParam heldOutEvery;
    private final IntParam patience;
    private final LongParam rowsForOneWorker;
    private final IntParam stepsPerRound;

    public NeuralNetwork() {
        this(Identifiable$.MODULE$.randomUID("neuralNetwork"));
    }

    /** Made by Spark when it loads a saved stage. */
    public NeuralNetwork(String uid) {
        this.uid = uid;
        this.task = new Param<>(this, "task", "what is predicted: binary, multiclass or regression");
        this.hidden = new IntArrayParam(this, "hidden", "units of each hidden layer, from the inputs on");
        this.epochs = new IntParam(this, "epochs", "passes over the rows, at most", ParamValidators.gt(0));
        this.batch = new IntParam(this, "batch", "rows a step, at most", ParamValidators.gt(0));
        this.learningRate = new DoubleParam(this, "learningRate", "of Adam, in the first epoch", ParamValidators.gt(0));
        this.dropout = new DoubleParam(
                this,
                "dropout",
                "share of hidden units left out of each step, [0, 1)",
                ParamValidators.inRange(0, 1, true, false));
        this.weightDecay = new DoubleParam(this, "weightDecay", "decay of weights, decoupled", ParamValidators.gtEq(0));
        this.seed = new LongParam(this, "seed", "seed of initial weights, the order of rows and dropout");
        this.heldOutEvery = new IntParam(
                this,
                "heldOutEvery",
                "one row of so many is held out to choose the best epoch; 0: none, and all epochs are trained",
                ParamValidators.gtEq(0));
        this.patience = new IntParam(
                this, "patience", "epochs to go on for without getting better on rows held out", ParamValidators.gt(0));
        this.rowsForOneWorker = new LongParam(
                this, "rowsForOneWorker", "fewer rows are trained on in one task", ParamValidators.gtEq(0));
        this.stepsPerRound = new IntParam(
                this, "stepsPerRound", "steps of a worker between two averages, at most", ParamValidators.gt(0));
        setDefault(task, word(TaskType.BINARY));
        setDefault(hidden, new int[] {64, 32});
        setDefault(epochs, 20);
        setDefault(batch, 512);
        setDefault(learningRate, 0.005);
        setDefault(dropout, 0.2);
        setDefault(weightDecay, 0.0001);
        setDefault(seed, 42L);
        setDefault(heldOutEvery, 10);
        setDefault(patience, 5);
        setDefault(rowsForOneWorker, 200_000L);
        setDefault(stepsPerRound, 200);
    }

    /** A network for a task, with these settings. */
    public static NeuralNetwork of(TaskType task, NeuralNetworkSettings settings) {
        return new NeuralNetwork()
                .setTask(task)
                .setHidden(settings.hidden())
                .setEpochs(settings.epochs())
                .setBatch(settings.batch())
                .setLearningRate(settings.learningRate())
                .setDropout(settings.dropout())
                .setWeightDecay(settings.weightDecay())
                .setSeed(settings.seed());
    }

    public static MLReader<NeuralNetwork> read() {
        return new DefaultParamsReader<>();
    }

    public static NeuralNetwork load(String path) {
        return read().load(path);
    }

    /**
     * Trains the network.
     *
     * @return a pipeline whose only stage is a {@link NeuralNetworkModel}
     * @throws LeptonException when rows can't be learned from (data), or weights grew beyond all bounds (configuration)
     */
    @Override
    public PipelineModel fit(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        Dataset<Row> rows = dataset.select(
                functions.col("features"),
                functions.col("label").cast("double").as("label"),
                functions.col("weight").cast("double").as("weight"));
        Census census = Census.of(rows, taskType());
        int workers =
                workers(census.rows(), dataset.sparkSession().sparkContext().defaultParallelism());
        JavaRDD<Row> ordered = ContentOrder.of(rows, workers);
        TrainingPlan plan = plan(census, ContentOrder.moments(ordered));
        float[] parameters = workers == 1
                ? new OneTaskTraining(plan).train(ordered)
                : new AveragedTraining(plan, (int) getOrDefault(stepsPerRound)).train(ordered);
        requireFinite(parameters);
        return new PipelineModel(uid, new Transformer[] {new NeuralNetworkModel(plan.network(parameters))});
    }

    /** So many that each has a quarter of what one worker would take alone: with less to do, workers drift apart or wait. */
    private int workers(long rows, int cores) {
        long alone = (long) getOrDefault(rowsForOneWorker);
        return rows < alone || cores == 1
                ? 1
                : (int) Math.max(2, Math.min(cores, alone == 0 ? cores : 4 * rows / alone));
    }

    private TrainingPlan plan(Census census, Moments moments) {
        if (moments.features() == 0) {
            throw LeptonException.data(
                    "Cannot train a neural network: the rows have no features. Name some columns under features.");
        }
        if (moments.fewestFeatures() != moments.features()) {
            throw LeptonException.data("Cannot train a neural network: some rows have " + moments.fewestFeatures()
                    + " features and some " + moments.features() + ". Encode all rows by the same transformations.");
        }
        if (moments.infiniteFeature() >= 0) {
            throw LeptonException.data("Cannot train a neural network: feature " + moments.infiniteFeature()
                    + " (counted from 0) is infinite in some rows. Replace infinite values, or make them missing.");
        }
        int every = (int) getOrDefault(heldOutEvery);
        return new TrainingPlan(
                NetworkShape.of(taskType(), moments.features(), settings().hidden(), census.classes()),
                moments.scaling(taskType() == TaskType.REGRESSION),
                moments.totalWeight() / moments.rows(),
                settings(),
                every > 0 && census.rows() / every >= FEWEST_HELD_OUT ? every : 0,
                (int) getOrDefault(patience));
    }

    private void requireFinite(float[] parameters) {
        for (float parameter : parameters) {
            if (!Float.isFinite(parameter)) {
                throw LeptonException.configuration(
                        "Cannot train a neural network: its weights grew beyond all bounds. Lower its learning-rate, now "
                                + getOrDefault(learningRate) + ".");
            }
        }
    }

    private TaskType taskType() {
        return TaskType.valueOf(getOrDefault(task).toUpperCase(Locale.ROOT));
    }

    private static String word(TaskType task) {
        return task.name().toLowerCase(Locale.ROOT);
    }

    private NeuralNetworkSettings settings() {
        return new NeuralNetworkSettings(
                Arrays.stream(getOrDefault(hidden)).boxed().toList(),
                (int) getOrDefault(epochs),
                (int) getOrDefault(batch),
                (double) getOrDefault(learningRate),
                (double) getOrDefault(dropout),
                (double) getOrDefault(weightDecay),
                (long) getOrDefault(seed));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return NeuralNetworkModel.outputSchema(schema, taskType());
    }

    @Override
    public NeuralNetwork copy(ParamMap extra) {
        return defaultCopy(extra);
    }

    @Override
    public String uid() {
        return uid;
    }

    public Param<String> task() {
        return task;
    }

    public IntArrayParam hidden() {
        return hidden;
    }

    public IntParam epochs() {
        return epochs;
    }

    public IntParam batch() {
        return batch;
    }

    public DoubleParam learningRate() {
        return learningRate;
    }

    public DoubleParam dropout() {
        return dropout;
    }

    public DoubleParam weightDecay() {
        return weightDecay;
    }

    public LongParam seed() {
        return seed;
    }

    public IntParam heldOutEvery() {
        return heldOutEvery;
    }

    public IntParam patience() {
        return patience;
    }

    public LongParam rowsForOneWorker() {
        return rowsForOneWorker;
    }

    public IntParam stepsPerRound() {
        return stepsPerRound;
    }

    public NeuralNetwork setTask(TaskType value) {
        set(task, word(value));
        return this;
    }

    public NeuralNetwork setHidden(List<Integer> value) {
        set(hidden, value.stream().mapToInt(Integer::intValue).toArray());
        return this;
    }

    public NeuralNetwork setEpochs(int value) {
        set(epochs, value);
        return this;
    }

    public NeuralNetwork setBatch(int value) {
        set(batch, value);
        return this;
    }

    public NeuralNetwork setLearningRate(double value) {
        set(learningRate, value);
        return this;
    }

    public NeuralNetwork setDropout(double value) {
        set(dropout, value);
        return this;
    }

    public NeuralNetwork setWeightDecay(double value) {
        set(weightDecay, value);
        return this;
    }

    public NeuralNetwork setSeed(long value) {
        set(seed, value);
        return this;
    }

    public NeuralNetwork setHeldOutEvery(int value) {
        set(heldOutEvery, value);
        return this;
    }

    public NeuralNetwork setPatience(int value) {
        set(patience, value);
        return this;
    }

    public NeuralNetwork setRowsForOneWorker(long value) {
        set(rowsForOneWorker, value);
        return this;
    }

    public NeuralNetwork setStepsPerRound(int value) {
        set(stepsPerRound, value);
        return this;
    }
}
