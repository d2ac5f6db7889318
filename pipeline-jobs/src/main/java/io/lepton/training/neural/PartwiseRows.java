package io.lepton.training.neural;

import io.lepton.inference.FeatureBlock;
import io.lepton.training.TaskType;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Rows with the columns that a divided network adds, read and scored block by block. */
final class PartwiseRows implements Iterator<Row> {
    private final TaskType task;
    private final int features;
    private final Iterator<Row> rows;
    private final FeatureBlock block;
    private final PartwiseEvaluator evaluator;
    private final NetworkLink link;
    private final double[] predictions;
    private final Deque<Row> scored = new ArrayDeque<>();

    /** @param features the place of their column */
    PartwiseRows(DividedNetwork network, int features, Iterator<Row> rows) {
        this.task = network.parts().shape().task();
        this.features = features;
        this.rows = rows;
        this.block = new FeatureBlock(network.encoding().features());
        this.evaluator = new PartwiseEvaluator(network);
        this.link = new NetworkLink(network.parts().shape(), network.encoding().scaling());
        this.predictions = new double[link.outputs()];
    }

    @Override
    public boolean hasNext() {
        return !scored.isEmpty() || rows.hasNext();
    }

    @Override
    public Row next() {
        if (!hasNext()) {
            throw new NoSuchElementException("No row is left");
        }
        if (scored.isEmpty()) {
            score();
        }
        return scored.remove();
    }

    private void score() {
        Row[] taken = new Row[FeatureBlock.ROWS];
        int count = 0;
        while (count < taken.length && rows.hasNext()) {
            taken[count] = rows.next();
            Vector values = taken[count].getAs(features);
            if (values.size() != block.features()) {
                throw new IllegalArgumentException("Cannot score with a neural network: the row has " + values.size()
                        + " features and the network was trained with " + block.features() + ".");
            }
            for (int feature = 0; feature < block.features(); feature++) {
                block.set(count, feature, values.apply(feature));
            }
            count++;
        }
        block.resize(count);
        float[][] sums = evaluator.outputs(block);
        for (int row = 0; row < count; row++) {
            scored.add(with(taken[row], sums[row]));
        }
    }

    private Row with(Row row, float[] sums) {
        link.write(sums, predictions, 0);
        Object[] values = new Object[row.size() + (task.classifies() ? 3 : 1)];
        for (int column = 0; column < row.size(); column++) {
            values[column] = row.get(column);
        }
        if (task.classifies()) {
            Vector raw = Vectors.dense(raw(sums));
            values[row.size()] = raw;
            values[row.size() + 1] = Vectors.dense(predictions.clone());
            values[row.size() + 2] = (double) raw.argmax();
        } else {
            values[row.size()] = predictions[0];
        }
        return RowFactory.create(values);
    }

    private double[] raw(float[] sums) {
        if (task == TaskType.BINARY) {
            return new double[] {-sums[0], sums[0]};
        }
        double[] raw = new double[sums.length];
        Arrays.setAll(raw, k -> sums[k]);
        return raw;
    }
}
