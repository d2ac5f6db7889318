package io.lepton.training.neural;

import io.lepton.training.TaskType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A network as bytes, big-endian, the same on every platform: the word {@code LEPTONNN}, the format's version (int, 4), the precision of
 * weights and what classes weighed in training (their names), the task and the
 * architecture (their names as modified UTF-8 after the length as an unsigned short), whether hidden layers are normalized (boolean),
 * outputs, the number of hidden layers and the units of each, the number of features (ints), the mean and rate of each feature (doubles,
 * see {@link Scaling}), the number of its edges (int) and the edges (doubles, see {@link Encoding}), its group (int), the numbers of an
 * embedding (int, see {@link InputShape}), the mean and deviation of the label
 * (doubles), and the parameters (floats, in the order of {@link NetworkShape}; of precision INT8, in dense layers over units, for each unit its
 * scale, a float, and a byte a weight).
 */
final class NetworkFile {
    private static final byte[] WORD = {'L', 'E', 'P', 'T', 'O', 'N', 'N', 'N'};
    private static final int VERSION = 4;

    /** Without a precision: its weights are floats. */
    private static final int OLDER_VERSION = 3;

    private NetworkFile() {}

    /** All that comes before the parameters. */
    record Head(NetworkShape shape, Encoding encoding, WeightPrecision precision, ClassWeights classWeights) {}

    static void write(Network network, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        NetworkShape shape = network.shape();
        writeHead(new Head(shape, network.encoding(), network.precision(), network.classWeights()), out);
        int at = 0;
        for (int layer = 0; layer < shape.layers().size(); layer++) {
            NetworkShape.Layer of = shape.layers().get(layer);
            int first = at;
            if (network.precision() == WeightPrecision.INT8 && shape.isOverUnits(layer)) {
                first = writeIntegers(network.parameters(), at, of, out);
            }
            at += of.parameters();
            for (int i = first; i < at; i++) {
                out.writeFloat(network.parameters()[i]);
            }
        }
        out.flush();
    }

    static void writeHead(Head head, DataOutputStream out) throws IOException {
        NetworkShape shape = head.shape();
        out.write(WORD);
        out.writeInt(VERSION);
        out.writeUTF(head.precision().name());
        out.writeUTF(head.classWeights().name());
        out.writeUTF(shape.task().name());
        out.writeUTF(shape.architecture().name());
        out.writeBoolean(shape.batchNormalization());
        out.writeInt(shape.outputs());
        out.writeInt(shape.hidden().size());
        for (int units : shape.hidden()) {
            out.writeInt(units);
        }
        Encoding encoding = head.encoding();
        out.writeInt(encoding.features());
        for (int feature = 0; feature < encoding.features(); feature++) {
            out.writeDouble(encoding.scaling().means()[feature]);
            out.writeDouble(encoding.scaling().rates()[feature]);
            write(encoding.edges()[feature], out);
            out.writeInt(shape.input().groups().get(feature));
        }
        out.writeInt(shape.input().embedding());
        out.writeDouble(encoding.scaling().labelMean());
        out.writeDouble(encoding.scaling().labelDeviation());
    }

    /** Returns where the biases begin. */
    private static int writeIntegers(float[] parameters, int at, NetworkShape.Layer layer, DataOutputStream out)
            throws IOException {
        for (int unit = 0; unit < layer.outputs(); unit++) {
            int ofUnit = at + unit * layer.inputs();
            float scale = Int8Dense.scale(parameters, ofUnit, layer.inputs());
            out.writeFloat(scale);
            for (int in = 0; in < layer.inputs(); in++) {
                out.writeByte(Int8Dense.rounded(parameters[ofUnit + in], scale));
            }
        }
        return at + layer.inputs() * layer.outputs();
    }

    /** Returns where the biases begin. */
    private static int readIntegers(DataInputStream in, NetworkShape.Layer layer, float[] parameters, int at)
            throws IOException {
        for (int unit = 0; unit < layer.outputs(); unit++) {
            float scale = in.readFloat();
            for (int i = 0; i < layer.inputs(); i++) {
                parameters[at + unit * layer.inputs() + i] = scale * in.readByte();
            }
        }
        return at + layer.inputs() * layer.outputs();
    }

    private static void write(double[] edges, DataOutputStream out) throws IOException {
        out.writeInt(edges.length);
        for (double edge : edges) {
            out.writeDouble(edge);
        }
    }

    /** @throws IOException when the bytes are no network, are cut short, or were written by another version */
    static Network read(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(from);
        Head head = readHead(in);
        NetworkShape shape = head.shape();
        float[] parameters = new float[shape.parameters()];
        int at = 0;
        for (int layer = 0; layer < shape.layers().size(); layer++) {
            NetworkShape.Layer of = shape.layers().get(layer);
            int first = head.precision() == WeightPrecision.INT8 && shape.isOverUnits(layer)
                    ? readIntegers(in, of, parameters, at)
                    : at;
            at += of.parameters();
            for (int i = first; i < at; i++) {
                parameters[i] = in.readFloat();
            }
        }
        return new Network(shape, head.encoding(), parameters, head.precision(), head.classWeights());
    }

    /** As {@link #read}; the stream is then where the parameters begin. */
    static Head readHead(DataInputStream in) throws IOException {
        byte[] word = in.readNBytes(WORD.length);
        if (!Arrays.equals(word, WORD)) {
            throw new IOException("it holds no neural network");
        }
        int version = in.readInt();
        if (version != VERSION && version != OLDER_VERSION) {
            throw new IOException("it is of version " + version + " and this Lepton reads version " + VERSION
                    + "; load it with the Lepton that wrote it");
        }
        WeightPrecision precision =
                version == OLDER_VERSION ? WeightPrecision.FLOAT : WeightPrecision.valueOf(in.readUTF());
        ClassWeights classWeights = version == OLDER_VERSION ? ClassWeights.NONE : ClassWeights.valueOf(in.readUTF());
        TaskType task = TaskType.valueOf(in.readUTF());
        Architecture architecture = Architecture.valueOf(in.readUTF());
        boolean batchNormalization = in.readBoolean();
        int outputs = in.readInt();
        int layers = in.readInt();
        List<Integer> hidden = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            hidden.add(in.readInt());
        }
        int features = in.readInt();
        double[] means = new double[features];
        double[] rates = new double[features];
        double[][] edges = new double[features][];
        List<Integer> groups = new ArrayList<>();
        for (int feature = 0; feature < features; feature++) {
            means[feature] = in.readDouble();
            rates[feature] = in.readDouble();
            edges[feature] = new double[in.readInt()];
            for (int edge = 0; edge < edges[feature].length; edge++) {
                edges[feature][edge] = in.readDouble();
            }
            groups.add(in.readInt());
        }
        int embedding = in.readInt();
        Encoding encoding = new Encoding(new Scaling(means, rates, in.readDouble(), in.readDouble()), edges);
        NetworkShape shape = new NetworkShape(
                task,
                new InputShape(encoding.bins(), groups, embedding),
                architecture,
                hidden,
                batchNormalization,
                outputs);
        return new Head(shape, encoding, precision, classWeights);
    }
}
