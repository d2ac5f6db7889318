package io.lepton.training.neural;

import io.lepton.inference.ScoringModel;
import io.lepton.training.TaskType;
import io.lepton.training.stages.Columns;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A trained neural network. Reads {@code features} (a vector of any encoding, NaN = missing) and adds {@code prediction}; for
 * classes also {@code rawPrediction} (log odds of two classes, logits of several) and {@code probability}.
 */
public final class NeuralNetworkModel extends Model<NeuralNetworkModel> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final Network network;

    NeuralNetworkModel(Network network) {
        this(Identifiable$.MODULE$.randomUID("neuralNetworkModel"), network);
    }

    private NeuralNetworkModel(String uid, Network network) {
        this.uid = uid;
        this.network = network;
    }

    public static MLReader<NeuralNetworkModel> read() {
        return new Reader();
    }

    public static NeuralNetworkModel load(String path) {
        return read().load(path);
    }

    /** Features that a row must have. */
    public int features() {
        return network.encoding().features();
    }

    /** Units of each hidden layer. */
    public List<Integer> hidden() {
        return network.shape().hidden();
    }

    /** The same for blocks of rows. */
    public ScoringModel scoring() {
        return new NetworkScoring(network);
    }

    public TaskType task() {
        return network.shape().task();
    }

    /** What it was trained with. */
    public ClassWeights classWeights() {
        return network.classWeights();
    }

    /** All numbers that were learned. */
    public long weights() {
        return network.parameters().length;
    }

    /** Those of them that are kept as integers of eight bits. */
    public long integerWeights() {
        return network.integerWeights();
    }

    /**
     * The network without the hidden units that matter least, which it should then be trained on without.
     *
     * @param share of the units of each hidden layer that stays, above 0 to 1
     */
    public NeuralNetworkModel pruned(double share) {
        return new NeuralNetworkModel(new NetworkPruning(network).keep(share));
    }

    /** The network with integers of eight bits for the weights between hidden units, and out of them; inputs are rounded when they arrive. */
    public NeuralNetworkModel quantized() {
        return new NeuralNetworkModel(network.quantized());
    }

    Network network() {
        return network;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        transformSchema(dataset.schema());
        FeedForward forward = new FeedForward(network);
        Column features = functions.col("features");
        if (network.shape().task() == TaskType.REGRESSION) {
            Scaling scaling = network.encoding().scaling();
            UDF1<Vector, Double> number = row -> scaling.label(forward.outputs(row)[0]);
            return dataset.withColumn(
                    "prediction", functions.udf(number, DataTypes.DoubleType).apply(features));
        }
        UDF1<Vector, Vector> raw = network.shape().outputs() == 1
                ? row -> {
                    double logOdds = forward.outputs(row)[0];
                    return Vectors.dense(-logOdds, logOdds);
                }
                : row -> Vectors.dense(forward.outputs(row));
        UDF1<Vector, Vector> probability =
                network.shape().outputs() == 1 ? NeuralNetworkModel::ofLogOdds : NeuralNetworkModel::ofLogits;
        UDF1<Vector, Double> likeliest = row -> (double) row.argmax();
        Column rawPrediction = functions.col("rawPrediction");
        return dataset.withColumn(
                        "rawPrediction",
                        functions.udf(raw, SQLDataTypes.VectorType()).apply(features))
                .withColumn(
                        "probability",
                        functions.udf(probability, SQLDataTypes.VectorType()).apply(rawPrediction))
                .withColumn(
                        "prediction",
                        functions.udf(likeliest, DataTypes.DoubleType).apply(rawPrediction));
    }

    private static Vector ofLogOdds(Vector raw) {
        return Vectors.dense(logistic(raw.apply(0)), logistic(raw.apply(1)));
    }

    static double logistic(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }

    private static Vector ofLogits(Vector raw) {
        double[] probabilities = raw.toArray().clone();
        softmax(probabilities, 0, probabilities.length);
        return Vectors.dense(probabilities);
    }

    /** Turns logits into probabilities, where they are. */
    static void softmax(double[] values, int at, int count) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int k = at; k < at + count; k++) {
            largest = Math.max(largest, values[k]);
        }
        double sum = 0;
        for (int k = at; k < at + count; k++) {
            values[k] = Math.exp(values[k] - largest);
            sum += values[k];
        }
        for (int k = at; k < at + count; k++) {
            values[k] /= sum;
        }
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return outputSchema(schema, network.shape().task().classifies());
    }

    static StructType outputSchema(StructType schema, boolean classifies) {
        Columns.requireVector(schema, "features");
        StructType result = schema;
        if (classifies) {
            result = Columns.adding(result, "rawPrediction", SQLDataTypes.VectorType());
            result = Columns.adding(result, "probability", SQLDataTypes.VectorType());
        }
        return Columns.adding(result, "prediction", DataTypes.DoubleType);
    }

    @Override
    public NeuralNetworkModel copy(ParamMap extra) {
        return copyValues(new NeuralNetworkModel(uid, network), extra);
    }

    @Override
    public MLWriter write() {
        return new Writer(this);
    }

    private static Path file(String folder) {
        return new Path(folder, "network.bin");
    }

    private static final class Writer extends MLWriter {
        private final NeuralNetworkModel model;

        Writer(NeuralNetworkModel model) {
            this.model = model;
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter.saveMetadata(model, path, sc(), scala.Option.empty(), scala.Option.empty());
            Path file = file(path);
            try (OutputStream out = new BufferedOutputStream(
                    file.getFileSystem(sc().hadoopConfiguration()).create(file, true))) {
                NetworkFile.write(model.network, out);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot save the neural network in " + file + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class Reader extends MLReader<NeuralNetworkModel> {
        @Override
        public NeuralNetworkModel load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), NeuralNetworkModel.class.getName());
            Path file = file(path);
            try (InputStream in = new BufferedInputStream(
                    file.getFileSystem(sc().hadoopConfiguration()).open(file))) {
                NeuralNetworkModel model = new NeuralNetworkModel(metadata.uid(), NetworkFile.read(in));
                metadata.getAndSetParams(model, scala.Option.empty());
                return model;
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "Cannot load the neural network from " + file + ": " + e.getMessage(), e);
            }
        }
    }
}
