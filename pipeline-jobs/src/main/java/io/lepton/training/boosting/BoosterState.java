package io.lepton.training.boosting;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a checkpoint of boosting holds.
 *
 * @param finished whether the booster is the model, and no round will follow
 * @param bestRound after which the rows held out were predicted best so far
 * @param bestLoss of the rows held out after that round
 * @param booster in a format that XGBoost loads
 */
record BoosterState(boolean finished, int bestRound, float bestLoss, byte[] booster) {
    static final BoosterState START = new BoosterState(false, 0, Float.POSITIVE_INFINITY, new byte[0]);

    static BoosterState of(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            return new BoosterState(in.readBoolean(), in.readInt(), in.readFloat(), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read a checkpoint of boosting: " + e.getMessage(), e);
        }
    }

    byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(booster.length + 9);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeBoolean(finished);
            out.writeInt(bestRound);
            out.writeFloat(bestLoss);
            out.write(booster);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
