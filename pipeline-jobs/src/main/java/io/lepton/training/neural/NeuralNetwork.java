package io.lepton.training.neural;

import io.lepton.error.LeptonException;
import io.lepton.training.TaskType;
import io.lepton.training.barrier.BarrierStage;
import io.lepton.training.checkpoint.CheckpointFolder;
import io.lepton.training.curves.CurveListener;
import io.lepton.training.curves.LiveCurves;
import io.lepton.training.curves.ReportsCurves;
import io.lepton.training.device.Device;
import io.lepton.training.device.TrainingSlots;
import java.io.Serial;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A neural network over {@code features} (a vector of any encoding, NaN = missing), {@code label} and {@code weight}. It standardizes or
 * bins features by itself, fills missing ones with the mean, and standardizes numeric labels too, so that its users need not.
 *
 * <p>One row of ten is held out when that makes a hundred or more: the network of the epoch that does best on them is kept, and training
 * ends when {@code patience} epochs in a row did no better.
 *
 * <p>The same rows, settings, seed and number of workers give the same weights, whoever delivers the rows, and whether or not training was
 * interrupted and went on from a checkpoint.
 */
public abstract sealed class NeuralNetwork extends Estimator<PipelineModel>
        implements DefaultParamsWritable, ReportsCurves permits NeuralNetworkClassifier, NeuralNetworkRegressor {
    @Serial
    private static final long serialVersionUID = 1L;

    /** Fewer rows held out than this would choose the epoch by chance. */
    private static final long FEWEST_HELD_OUT = 100;

    /** Rows that tell where bins begin and end; a thousand times the bins are plenty. */
    private static final int SAMPLED_ROWS = 20_000;

    private final String uid;
    private final Param<String> architecture;
    private final IntArrayParam hidden;
    private final BooleanParam batchNormalization;
    private final IntParam bins;
    private final IntParam embedding;
    private final IntArrayParam groups;
    private final IntParam epochs;
    private final IntParam batch;
    private final Param<String> optimizer;
    private final DoubleParam learningRate;
    private final Param<String> schedule;
    private final IntParam warmUp;
    private final DoubleParam dropout;
    private final DoubleParam weightDecay;
    private final Param<String> classWeights;
    private final LongParam seed;
    private final IntParam heldOutEvery;
    private final IntParam patience;
    private final LongParam rowsForOneWorker;
    private final IntParam stepsPerRound;
    private final IntParam splitWiderThan;
    private final Param<String> checkpointFolder;
    private final IntParam checkpointSeconds;
    private final Param<String> device;
    private transient CurveListener curves = CurveListener.none();

    NeuralNetwork(String uid) {
        this.uid = uid;
        this.architecture = choice("architecture", "how layers are joined: mlp or residual", "mlp", "residual");
        this.hidden = new IntArrayParam(
                this, "hidden", "units of each hidden layer, or of each residual block, from the inputs on");
        this.batchNormalization = new BooleanParam(this, "batchNormalization", "whether hidden layers are normalized");
        this.bins = new IntParam(
                this,
                "bins",
                "bins of each numeric feature at most, for its piecewise-linear encoding; 0: standardized only",
                ParamValidators.gtEq(0));
        this.embedding = new IntParam(
                this,
                "embedding",
                "numbers that stand for each binned feature, and for each group, before the first layer; 0: none do",
                ParamValidators.gtEq(0));
        this.groups = new IntArrayParam(
                this,
                "groups",
                "for each feature the number of the column that it is a category of, from 0, or -1; empty: none is, and"
                        + " categories enter the first layer one by one");
        this.epochs = new IntParam(this, "epochs", "passes over the rows, at most", ParamValidators.gt(0));
        this.batch = new IntParam(this, "batch", "rows a step, at most", ParamValidators.gt(0));
        this.optimizer = choice("optimizer", "adam or adamw", "adam", "adamw");
        this.learningRate =
                new DoubleParam(this, "learningRate", "of the optimizer, at its highest", ParamValidators.gt(0));
        this.schedule = choice(
                "schedule",
                "of the learning rate after the warm-up: constant, linear or cosine",
                "constant",
                "linear",
                "cosine");
        this.warmUp = new IntParam(
                this, "warmUp", "epochs in which the learning rate rises to its highest", ParamValidators.gtEq(0));
        this.dropout = new DoubleParam(
                this,
                "dropout",
                "share of hidden units left out of each step, [0, 1)",
                ParamValidators.inRange(0, 1, true, false));
        this.weightDecay = new DoubleParam(this, "weightDecay", "decay of weights", ParamValidators.gtEq(0));
        this.classWeights = choice(
                "classWeights", "none, or balanced: every class counts as much as every other", "none", "balanced");
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
                this,
                "stepsPerRound",
                "steps of a worker between two averages; 0: as many as make the exchange cheap",
                ParamValidators.gtEq(0));
        this.splitWiderThan = new IntParam(
                this,
                "splitWiderThan",
                "hidden layers of an mlp with more units are divided among the workers, unit by unit, so that none holds a"
                        + " whole one; 0: none is",
                ParamValidators.gtEq(0));
        this.checkpointFolder = new Param<>(
                this,
                "checkpointFolder",
                "where training leaves checkpoints to go on from after a failure; empty: it leaves none");
        this.checkpointSeconds =
                new IntParam(this, "checkpointSeconds", "between two checkpoints", ParamValidators.gtEq(0));
        this.device = choice("device", "where networks are trained: cpu or cuda", "cpu", "cuda");
        setDefault(device, word(Device.CPU));
        setDefault(architecture, "mlp");
        setDefault(hidden, new int[] {64, 32});
        setDefault(batchNormalization, false);
        setDefault(bins, 32);
        setDefault(embedding, 0);
        setDefault(groups, new int[0]);
        setDefault(epochs, 20);
        setDefault(batch, 512);
        setDefault(optimizer, "adamw");
        setDefault(learningRate, 0.002);
        setDefault(schedule, "cosine");
        setDefault(warmUp, 0);
        setDefault(dropout, 0.2);
        setDefault(weightDecay, 0.0001);
        setDefault(classWeights, "none");
        setDefault(seed, 42L);
        setDefault(heldOutEvery, 10);
        setDefault(patience, 5);
        setDefault(rowsForOneWorker, 200_000L);
        setDefault(stepsPerRound, 0);
        setDefault(splitWiderThan, 0);
        setDefault(checkpointFolder, "");
        setDefault(checkpointSeconds, 60);
    }

    private Param<String> choice(String name, String doc, String... values) {
        return new Param<>(this, name, doc, ParamValidators.inArray(values));
    }

    /** A network for a task, with these settings. */
    public static NeuralNetwork of(TaskType task, NeuralNetworkSettings settings) {
        NeuralNetwork network = task.classifies() ? new NeuralNetworkClassifier() : new NeuralNetworkRegressor();
        return network.with(settings);
    }

    /** Sets all that the settings say. */
    public NeuralNetwork with(NeuralNetworkSettings settings) {
        set(architecture, word(settings.architecture()));
        set(hidden, settings.hidden().stream().mapToInt(Integer::intValue).toArray());
        set(batchNormalization, settings.batchNormalization());
        set(bins, settings.bins());
        set(embedding, settings.embedding());
        set(epochs, settings.epochs());
        set(batch, settings.batch());
        set(optimizer, word(settings.optimizer()));
        set(learningRate, settings.learningRate());
        set(schedule, word(settings.schedule()));
        set(warmUp, settings.warmUp());
        set(dropout, settings.dropout());
        set(weightDecay, settings.weightDecay());
        set(classWeights, word(settings.classWeights()));
        set(seed, settings.seed());
        return this;
    }

    @Override
    public NeuralNetwork reporting(CurveListener listener) {
        NeuralNetwork copy = copy(ParamMap.empty());
        copy.curves = listener;
        return copy;
    }

    /** Whether labels are classes, numbered from 0. */
    abstract boolean classifies();

    /**
     * Trains the network.
     *
     * @return a pipeline whose only stage is a {@link NeuralNetworkModel}, or a {@link DividedNetworkModel} where wide layers were split and
     *     a checkpoint folder is set: the model then stays in it, in parts
     * @throws LeptonException when rows can't be learned from (data), or weights grew beyond all bounds (configuration)
     */
    @Override
    public PipelineModel fit(Dataset<?> dataset) {
        return new PipelineModel(uid, new Transformer[] {train(dataset, Optional.empty())});
    }

    /**
     * Trains a network on, from the weights that it has; its layers, and how it reads features, stay as they are, whatever this estimator's
     * settings of them say.
     *
     * @throws LeptonException as {@link #fit}, and (configuration) for rows of another number of features
     */
    public NeuralNetworkModel goOn(NeuralNetworkModel from, Dataset<?> dataset) {
        return (NeuralNetworkModel) train(dataset, Optional.of(from.network()));
    }

    private Transformer train(Dataset<?> dataset, Optional<Network> start) {
        transformSchema(dataset.schema());
        Dataset<Row> rows = dataset.select(
                functions.col("features"),
                functions.col("label").cast("double").as("label"),
                functions.col("weight").cast("double").as("weight"));
        Census census = Census.of(rows, classifies());
        SparkContext spark = dataset.sparkSession().sparkContext();
        boolean onGpu = getOrDefault(device).equals("cuda");
        TrainingSlots slots = TrainingSlots.of(spark, onGpu);
        boolean splits = splits(start);
        if (splits) {
            requireDivisible(start, onGpu);
        }
        int workers = splits ? slots.most() : workers(census.rows(), slots.most());
        JavaRDD<Row> ordered = ContentOrder.of(rows, workers);
        Survey survey = ContentOrder.survey(ordered, census.classes(), (int) getOrDefault(bins) > 0 ? SAMPLED_ROWS : 0);
        TrainingPlan plan = plan(census, survey, start);
        requireCountable(plan.shape());
        try (LiveCurves live = new LiveCurves(spark, "training", curves)) {
            CheckpointFolder folder = checkpoints(plan, survey, workers, spark);
            BarrierTraining training =
                    new BarrierTraining(plan, folder, live.recorder(), new BarrierStage(slots), onGpu);
            NetworkParts parts = plan.parts(workers);
            if (start.isEmpty() && parts.split().isSplit() && folder.isSomewhere()) {
                PartFiles files = new PartFiles(
                        folder.of("network").name(), new SerializableConfiguration(spark.hadoopConfiguration()));
                requireFinite(training.train(ordered, files));
                return new DividedNetworkModel(
                        new DividedNetwork(parts, plan.encoding(), settings().classWeights(), files));
            }
            float[] parameters = training.train(ordered);
            requireFinite(areFinite(parameters));
            return new NeuralNetworkModel(plan.network(parameters));
        }
    }

    /** So many that each has a quarter of what one worker would take alone: with less to do, workers drift apart or wait. */
    private int workers(long rows, int cores) {
        long alone = (long) getOrDefault(rowsForOneWorker);
        return rows < alone || cores == 1
                ? 1
                : (int) Math.max(2, Math.min(cores, alone == 0 ? cores : 4 * rows / alone));
    }

    /** Whether a layer is too wide for one worker, however few rows there are. */
    private boolean splits(Optional<Network> start) {
        int most = (int) getOrDefault(splitWiderThan);
        return most > 0 && hidden(start).stream().anyMatch(units -> units > most);
    }

    private List<Integer> hidden(Optional<Network> start) {
        return start.map(network -> network.shape().hidden())
                .orElseGet(() -> settings().hidden());
    }

    private void requireDivisible(Optional<Network> start, boolean onGpu) {
        boolean isResidual = start.map(network -> network.shape().isResidual())
                .orElse(getOrDefault(architecture).equals("residual"));
        if (isResidual) {
            throw LeptonException.configuration(
                    "Cannot train a neural network: its layers of " + hidden(start)
                            + " units are to be split (split-wider-than: " + getOrDefault(splitWiderThan)
                            + "), and those of a residual network can't be. Take architecture: mlp, or leave split-wider-than out.");
        }
        if (onGpu) {
            throw LeptonException.configuration("Cannot train a neural network: its layers of " + hidden(start)
                    + " units are to be split (split-wider-than: " + getOrDefault(splitWiderThan)
                    + "), which works on CPUs alone. Set device: cpu, or leave split-wider-than out.");
        }
    }

    private TrainingPlan plan(Census census, Survey survey, Optional<Network> start) {
        Moments moments = survey.moments();
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
        NeuralNetworkSettings settings = settings();
        Encoding encoding =
                start.map(Network::encoding).orElseGet(() -> survey.encoding(!classifies(), settings.bins()));
        if (encoding.features() != moments.features()) {
            throw LeptonException.configuration("Cannot train a neural network on: the rows have " + moments.features()
                    + " features, and it was trained with " + encoding.features() + ".");
        }
        int every = (int) getOrDefault(heldOutEvery);
        return new TrainingPlan(
                start.map(Network::shape)
                        .orElseGet(() -> NetworkShape.of(
                                census.task(),
                                new InputShape(encoding.bins(), groupsOf(encoding.features()), settings.embedding()),
                                settings,
                                census.classes())),
                encoding,
                new RowWeights(
                        moments.totalWeight() / moments.rows(),
                        settings.classWeights().factors(moments.classWeights())),
                settings,
                every > 0 && census.rows() / every >= FEWEST_HELD_OUT ? every : 0,
                (int) getOrDefault(patience),
                (int) getOrDefault(stepsPerRound),
                splits(start) ? (int) getOrDefault(splitWiderThan) : Integer.MAX_VALUE,
                (int) getOrDefault(checkpointSeconds),
                start.map(Network::parameters).orElse(new float[0]));
    }

    private List<Integer> groupsOf(int features) {
        int[] given = getOrDefault(groups);
        if (given.length == 0) {
            return Collections.nCopies(features, InputShape.NO_GROUP);
        }
        if (given.length != features) {
            throw LeptonException.configuration("Cannot train a neural network: groups are given for " + given.length
                    + " features, and the rows have " + features + ".");
        }
        return Arrays.stream(given).boxed().toList();
    }

    /** In a folder of this training's own: other rows or settings never meet its checkpoints. */
    private CheckpointFolder checkpoints(TrainingPlan plan, Survey survey, int workers, SparkContext spark) {
        String folder = getOrDefault(checkpointFolder);
        String training = String.format(
                "neural-network-%016x-%08x-%d",
                survey.content(),
                List.of(
                                plan.shape(),
                                plan.settings(),
                                plan.heldOutEvery(),
                                plan.patience(),
                                plan.stepsPerRound(),
                                plan.splitWiderThan(),
                                Arrays.hashCode(plan.start()))
                        .toString()
                        .hashCode(),
                workers);
        return new CheckpointFolder(
                folder.isEmpty() ? "" : folder + "/" + training,
                new SerializableConfiguration(spark.hadoopConfiguration()));
    }

    private static void requireCountable(NetworkShape shape) {
        try {
            shape.parameters();
        } catch (ArithmeticException tooMany) {
            throw LeptonException.configuration("Cannot train a neural network: its hidden layers of " + shape.hidden()
                    + " units have more than " + Integer.MAX_VALUE + " weights. Take fewer units.");
        }
    }

    private void requireFinite(boolean areFinite) {
        if (!areFinite) {
            throw LeptonException.configuration(
                    "Cannot train a neural network: its weights grew beyond all bounds. Lower its learning-rate, now "
                            + getOrDefault(learningRate) + ".");
        }
    }

    static boolean areFinite(float[] parameters) {
        for (float parameter : parameters) {
            if (!Float.isFinite(parameter)) {
                return false;
            }
        }
        return true;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E value(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }

    private NeuralNetworkSettings settings() {
        return new NeuralNetworkSettings(
                value(Architecture.class, getOrDefault(architecture)),
                Arrays.stream(getOrDefault(hidden)).boxed().toList(),
                (boolean) getOrDefault(batchNormalization),
                (int) getOrDefault(bins),
                (int) getOrDefault(embedding),
                (int) getOrDefault(epochs),
                (int) getOrDefault(batch),
                value(Optimizer.class, getOrDefault(optimizer)),
                (double) getOrDefault(learningRate),
                value(Schedule.class, getOrDefault(schedule)),
                (int) getOrDefault(warmUp),
                (double) getOrDefault(dropout),
                (double) getOrDefault(weightDecay),
                value(ClassWeights.class, getOrDefault(classWeights)),
                (long) getOrDefault(seed));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return NeuralNetworkModel.outputSchema(schema, classifies());
    }

    @Override
    public NeuralNetwork copy(ParamMap extra) {
        NeuralNetwork copy = defaultCopy(extra);
        copy.curves = curves;
        return copy;
    }

    @Override
    public String uid() {
        return uid;
    }

    public Param<String> device() {
        return device;
    }

    public Param<String> architecture() {
        return architecture;
    }

    public IntArrayParam hidden() {
        return hidden;
    }

    public BooleanParam batchNormalization() {
        return batchNormalization;
    }

    public IntParam bins() {
        return bins;
    }

    public IntParam embedding() {
        return embedding;
    }

    public IntArrayParam groups() {
        return groups;
    }

    public IntParam epochs() {
        return epochs;
    }

    public IntParam batch() {
        return batch;
    }

    public Param<String> optimizer() {
        return optimizer;
    }

    public DoubleParam learningRate() {
        return learningRate;
    }

    public Param<String> schedule() {
        return schedule;
    }

    public IntParam warmUp() {
        return warmUp;
    }

    public DoubleParam dropout() {
        return dropout;
    }

    public DoubleParam weightDecay() {
        return weightDecay;
    }

    public Param<String> classWeights() {
        return classWeights;
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

    public IntParam splitWiderThan() {
        return splitWiderThan;
    }

    public Param<String> checkpointFolder() {
        return checkpointFolder;
    }

    public IntParam checkpointSeconds() {
        return checkpointSeconds;
    }

    public NeuralNetwork setHidden(List<Integer> value) {
        set(hidden, value.stream().mapToInt(Integer::intValue).toArray());
        return this;
    }

    public NeuralNetwork setBins(int value) {
        set(bins, value);
        return this;
    }

    public NeuralNetwork setEmbedding(int value) {
        set(embedding, value);
        return this;
    }

    /** @param value for each feature the number of the column that it is a category of, from 0, or -1 */
    public NeuralNetwork setGroups(List<Integer> value) {
        set(groups, value.stream().mapToInt(Integer::intValue).toArray());
        return this;
    }

    public NeuralNetwork setEpochs(int value) {
        set(epochs, value);
        return this;
    }

    public NeuralNetwork setDropout(double value) {
        set(dropout, value);
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

    /**
     * @param value units; 0: no layer is divided. Layers that read more numbers than this are divided too, and training takes as many workers
     *     as Spark has places for tasks
     */
    public NeuralNetwork setSplitWiderThan(int value) {
        set(splitWiderThan, value);
        return this;
    }

    public NeuralNetwork setCheckpointFolder(String value) {
        set(checkpointFolder, value);
        return this;
    }

    public NeuralNetwork setCheckpointSeconds(int value) {
        set(checkpointSeconds, value);
        return this;
    }

    /** @param value CPU or CUDA */
    public NeuralNetwork setDevice(Device value) {
        set(device, word(value));
        return this;
    }
}
