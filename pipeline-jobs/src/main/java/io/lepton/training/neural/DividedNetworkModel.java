package io.lepton.training.neural;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.ScoringModel;
import io.lepton.training.TaskType;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
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
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A trained neural network whose wide layers are in parts, each in a file. Adds the columns that {@link NeuralNetworkModel} adds. Every task
 * scores its own rows, {@value FeatureBlock#ROWS} at a time, and reads one part after the other for them; saving copies files.
 *
 * <p>The files must stay where they are as long as the model is used: those of a training are in its checkpoint folder, and those of a saved
 * model beside it.
 */
public final class DividedNetworkModel extends Model<DividedNetworkModel> implements MLWritable {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String uid;
    private final DividedNetwork network;

    DividedNetworkModel(DividedNetwork network) {
        this(Identifiable$.MODULE$.randomUID("dividedNetworkModel"), network);
    }

    private DividedNetworkModel(String uid, DividedNetwork network) {
        this.uid = uid;
        this.network = network;
    }

    public static MLReader<DividedNetworkModel> read() {
        return new Reader();
    }

    public static DividedNetworkModel load(String path) {
        return read().load(path);
    }

    /** Parts that wide layers are in. */
    public int parts() {
        return network.parts().split().parts();
    }

    /** The same model in the memory of this process, which must have room for all of it. */
    public NeuralNetworkModel whole() {
        return new NeuralNetworkModel(network.whole());
    }

    /** The same for blocks of rows. */
    public ScoringModel scoring() {
        return new DividedScoring(network);
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        StructType schema = transformSchema(dataset.schema());
        int features = dataset.schema().fieldIndex("features");
        DividedNetwork scored = network;
        return dataset.toDF()
                .mapPartitions(
                        (org.apache.spark.api.java.function.MapPartitionsFunction<Row, Row>)
                                rows -> new PartwiseRows(scored, features, rows),
                        Encoders.row(schema));
    }

    @Override
    public StructType transformSchema(StructType schema) {
        return NeuralNetworkModel.outputSchema(schema, network.parts().shape().task() != TaskType.REGRESSION);
    }

    @Override
    public DividedNetworkModel copy(ParamMap extra) {
        return copyValues(new DividedNetworkModel(uid, network), extra);
    }

    @Override
    public MLWriter write() {
        return new Writer(this);
    }

    private static Path file(String folder) {
        return new Path(folder, "divided.bin");
    }

    private static final class Writer extends MLWriter {
        private final DividedNetworkModel model;

        Writer(DividedNetworkModel model) {
            this.model = model;
        }

        @Override
        public void saveImpl(String path) {
            DefaultParamsWriter.saveMetadata(model, path, sc(), scala.Option.empty(), scala.Option.empty());
            Path file = file(path);
            LayerSplit split = model.network.parts().split();
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(
                    file.getFileSystem(sc().hadoopConfiguration()).create(file, true)))) {
                NetworkFile.writeHead(
                        new NetworkFile.Head(
                                model.network.parts().shape(),
                                model.network.encoding(),
                                WeightPrecision.FLOAT,
                                model.network.classWeights()),
                        out);
                out.writeInt(split.widerThan());
                out.writeInt(split.parts());
                model.network
                        .files()
                        .copyTo(
                                new PartFiles(path, new SerializableConfiguration(sc().hadoopConfiguration())),
                                split.parts());
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot save the neural network in " + path + ": " + e.getMessage(), e);
            }
        }
    }

    private static final class Reader extends MLReader<DividedNetworkModel> {
        @Override
        public DividedNetworkModel load(String path) {
            var metadata = DefaultParamsReader.loadMetadata(path, sc(), DividedNetworkModel.class.getName());
            Path file = file(path);
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(
                    file.getFileSystem(sc().hadoopConfiguration()).open(file)))) {
                NetworkFile.Head head = NetworkFile.readHead(in);
                LayerSplit split = new LayerSplit(in.readInt(), in.readInt());
                DividedNetworkModel model = new DividedNetworkModel(
                        metadata.uid(),
                        new DividedNetwork(
                                new NetworkParts(head.shape(), split),
                                head.encoding(),
                                head.classWeights(),
                                new PartFiles(path, new SerializableConfiguration(sc().hadoopConfiguration()))));
                metadata.getAndSetParams(model, scala.Option.empty());
                return model;
            } catch (IOException e) {
                throw new UncheckedIOException(
                        "Cannot load the neural network from " + path + ": " + e.getMessage(), e);
            }
        }
    }
}
