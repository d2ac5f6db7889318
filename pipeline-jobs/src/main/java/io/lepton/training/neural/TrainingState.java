package io.lepton.training.neural;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Where a training stands between two rounds: all that it needs to go on as if it had never stopped.
 *
 * @param epoch that the next round belongs to, counted from 0; as many as there are when training is over
 * @param round of that epoch, counted from 0
 */
record TrainingState(int epoch, int round, TrainerState trainer, BestEpoch best) {

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(epoch);
            out.writeInt(round);
            out.writeInt(trainer.steps());
            write(out, trainer.parameters());
            write(out, trainer.updater());
            write(out, best.parameters());
            out.writeDouble(best.loss());
            out.writeInt(best.worseInARow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static TrainingState of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            int epoch = in.readInt();
            int round = in.readInt();
            int steps = in.readInt();
            TrainerState trainer = new TrainerState(read(in), read(in), steps);
            return new TrainingState(epoch, round, trainer, new BestEpoch(read(in), in.readDouble(), in.readInt()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the state of a training: " + e.getMessage(), e);
        }
    }

    private static void write(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static float[] read(DataInputStream in) throws IOException {
        float[] values = new float[in.readInt()];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }
}
