package io.lepton.training.boosting.paged;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import ml.dmlc.xgboost4j.LabeledPoint;
import ml.dmlc.xgboost4j.java.XGBoostError;
import ml.dmlc.xgboost4j.java.XGBoostJNI;

/** Rows in native memory, where XGBoost reads them: features row by row, then labels, then weights. */
final class Page implements AutoCloseable {
    private final int features;
    private final int capacity;
    private final Memory memory;
    private final ByteBuffer bytes;
    private final FloatBuffer floats;
    private int rows;

    /** @param most bytes, which one row may exceed */
    Page(int features, int most) {
        this.features = features;
        this.capacity = Math.max(1, most / (Float.BYTES * (features + 2)));
        this.memory = new Memory(bytesOf(capacity));
        this.bytes = memory.getByteBuffer(0, bytesOf(capacity)).order(ByteOrder.nativeOrder());
        this.floats = bytes.asFloatBuffer();
    }

    int rows() {
        return rows;
    }

    /** Rows that it has place for. */
    int capacity() {
        return capacity;
    }

    boolean isFull() {
        return rows == capacity;
    }

    void clear() {
        rows = 0;
    }

    void add(LabeledPoint row) {
        floats.put(rows * features, row.values());
        floats.put(capacity * features + rows, row.label());
        floats.put(capacity * (features + 1) + rows, row.weight());
        rows++;
    }

    /** Bytes that so many pages take in a file, all but the last being full. */
    long bytesOfFull(int pages) {
        return pages * bytesOf(capacity);
    }

    void writeTo(FileChannel file) throws IOException {
        write(file, 0, features * rows);
        write(file, capacity * features, rows);
        write(file, capacity * (features + 1), rows);
    }

    /** @param from place in the file where the page begins */
    void readFrom(FileChannel file, long from, int count) throws IOException {
        rows = count;
        read(file, from, 0, features * rows);
        read(file, from + (long) Float.BYTES * features * rows, capacity * features, rows);
        read(file, from + (long) Float.BYTES * (features + 1) * rows, capacity * (features + 1), rows);
    }

    /** Shows the rows to XGBoost; they have to stay as they are until it asks for others. */
    void showTo(NativeXgboost xgboost, long proxy) throws XGBoostError {
        xgboost.show(proxy, array(0, rows + ", " + features));
        describe(proxy, "label", array(capacity * features, String.valueOf(rows)));
        describe(proxy, "weight", array(capacity * (features + 1), String.valueOf(rows)));
    }

    private static void describe(long proxy, String field, String values) throws XGBoostError {
        if (XGBoostJNI.XGDMatrixSetInfoFromInterface(proxy, field, values) != 0) {
            throw new XGBoostError(XGBoostJNI.XGBGetLastError());
        }
    }

    /** NumPy's array interface, as JSON. */
    private String array(int from, String shape) {
        long address = Pointer.nativeValue(memory) + (long) Float.BYTES * from;
        return "{\"data\": [" + address + ", true], \"shape\": [" + shape + "], \"typestr\": \"<f4\", \"version\": 3}";
    }

    private void write(FileChannel file, int from, int count) throws IOException {
        ByteBuffer part = part(from, count);
        while (part.hasRemaining()) {
            file.write(part);
        }
    }

    private void read(FileChannel file, long position, int from, int count) throws IOException {
        ByteBuffer part = part(from, count);
        while (part.hasRemaining()) {
            if (file.read(part, position + part.position()) < 0) {
                throw new EOFException("The file of training rows is too short.");
            }
        }
    }

    private ByteBuffer part(int from, int count) {
        return bytes.slice(Float.BYTES * from, Float.BYTES * count);
    }

    private long bytesOf(int count) {
        return (long) Float.BYTES * (features + 2) * count;
    }

    @Override
    public void close() {
        memory.close();
    }
}
