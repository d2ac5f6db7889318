package io.lepton.training.neural;

import io.lepton.training.TaskType;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A network as bytes, big-endian, the same on every platform: the word {@code LEPTONNN}, the format's version (int, 1), the task (its name
 * as modified UTF-8 after its length as an unsigned short), inputs, outputs, the number of hidden layers and the units of each (ints), the
 * mean and rate of each feature and the mean and deviation of the label (doubles, see {@link Scaling}), and the parameters (floats, in the
 * order of {@link NetworkShape}).
 */
final class NetworkFile {
    private static final byte[] WORD = {'L', 'E', 'P', 'T', 'O', 'N', 'N', 'N'};
    private static final int VERSION = 1;

    private NetworkFile() {}

    static void write(Network network, OutputStream to) throws IOException {
        DataOutputStream out = new DataOutputStream(to);
        NetworkShape shape = network.shape();
        out.write(WORD);
        out.writeInt(VERSION);
        out.writeUTF(shape.task().name());
        out.writeInt(shape.inputs());
        out.writeInt(shape.outputs());
        out.writeInt(shape.hidden().size());
        for (int units : shape.hidden()) {
            out.writeInt(units);
        }
        Scaling scaling = network.scaling();
        for (int feature = 0; feature < shape.inputs(); feature++) {
            out.writeDouble(scaling.means()[feature]);
            out.writeDouble(scaling.rates()[feature]);
        }
        out.writeDouble(scaling.labelMean());
        out.writeDouble(scaling.labelDeviation());
        for (float parameter : network.parameters()) {
            out.writeFloat(parameter);
        }
        out.flush();
    }

    /** @throws IOException when the bytes are no network, are cut short, or were written by a later version */
    static Network read(InputStream from) throws IOException {
        DataInputStream in = new DataInputStream(from);
        byte[] word = in.readNBytes(WORD.length);
        if (!java.util.Arrays.equals(word, WORD)) {
            throw new IOException("it holds no neural network");
        }
        int version = in.readInt();
        if (version != VERSION) {
            throw new IOException("it is of version " + version + " and this Lepton reads version " + VERSION
                    + "; load it with the Lepton that wrote it, or a later one");
        }
        TaskType task = TaskType.valueOf(in.readUTF());
        int inputs = in.readInt();
        int outputs = in.readInt();
        int layers = in.readInt();
        List<Integer> hidden = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            hidden.add(in.readInt());
        }
        double[] means = new double[inputs];
        double[] rates = new double[inputs];
        for (int feature = 0; feature < inputs; feature++) {
            means[feature] = in.readDouble();
            rates[feature] = in.readDouble();
        }
        Scaling scaling = new Scaling(means, rates, in.readDouble(), in.readDouble());
        NetworkShape shape = new NetworkShape(task, inputs, hidden, outputs);
        float[] parameters = new float[shape.parameters()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = in.readFloat();
        }
        return new Network(shape, scaling, parameters);
    }
}
