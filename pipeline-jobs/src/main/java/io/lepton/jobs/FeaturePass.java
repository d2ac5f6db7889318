package io.lepton.jobs;

import io.lepton.inference.FeatureBlock;
import io.lepton.inference.FeatureRows;
import io.lepton.inference.Scorer;
import io.lepton.inference.ScoringModel;
import java.io.Serial;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.functions;

/**
 * One pass over a feature table: what models say of its held-out rows, and a sample of all rows.
 *
 * @param models of the same features; none: nothing is said
 * @param width features of a row
 * @param sampledRows of the table, about, that are brought along
 */
record FeaturePass(List<ScoringModel> models, int width, int sampledRows) implements Serializable {
    @Serial
    private static final long serialVersionUID = 1L;

    /** So many more rows are looked at than are wanted that hardly ever too few are found. */
    private static final double MARGIN = 1.2;

    /**
     * What was found; element i belongs to row i of those held out.
     *
     * @param outputs of each model, those of a row beside each other
     * @param sample with the least hashes of their keys and features
     */
    record Found(double[] labels, double[] weights, List<double[]> outputs, Sample sample) {}

    /** Rows with what came true. */
    record Sample(FeatureRows features, double[] labels, double[] weights) {}

    private record SampledRow(long hash, double label, double weight, float[] features) implements Serializable {}

    /**
     * Passes over the table.
     *
     * @param rows of the table
     */
    Found over(Dataset<Row> table, List<String> keys, long rows) {
        double share = Math.min(1, MARGIN * sampledRows / Math.max(1, rows));
        long below = share >= 1 ? Long.MAX_VALUE : (long) (Long.MIN_VALUE + share * Math.pow(2, Long.SIZE));
        Found found = pass(table, keys, below);
        // Of rows that are all the same, all hashes are, too: above the bound or below it.
        return found.sample().labels().length == 0 && rows > 0 ? pass(table, keys, Long.MAX_VALUE) : found;
    }

    private Found pass(Dataset<Row> table, List<String> keys, long below) {
        List<Column> hashed = new ArrayList<>(keys.stream().map(Columns::of).toList());
        hashed.add(functions.col("features"));
        Dataset<Row> read = table.select(
                functions.col("split").equalTo("test"),
                functions.xxhash64(hashed.toArray(Column[]::new)),
                functions.col("label").cast("double"),
                functions.col("weight").cast("double"),
                functions.col("features"));
        List<Part> parts = read.queryExecution()
                .toRdd()
                .toJavaRDD()
                .mapPartitions(new InPartition(this, below))
                .collect();
        List<double[]> outputs = new ArrayList<>();
        for (int m = 0; m < models.size(); m++) {
            int model = m;
            outputs.add(
                    joined(parts.stream().map(part -> part.outputs.get(model)).toList()));
        }
        return new Found(
                joined(parts.stream().map(part -> part.labels).toList()),
                joined(parts.stream().map(part -> part.weights).toList()),
                outputs,
                sample(parts));
    }

    private Sample sample(List<Part> parts) {
        List<SampledRow> rows = parts.stream()
                .flatMap(part -> part.sample.stream())
                .sorted(Comparator.comparingLong(SampledRow::hash))
                .limit(sampledRows)
                .toList();
        float[] features = new float[rows.size() * width];
        double[] labels = new double[rows.size()];
        double[] weights = new double[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            System.arraycopy(rows.get(i).features(), 0, features, i * width, width);
            labels[i] = rows.get(i).label();
            weights[i] = rows.get(i).weight();
        }
        return new Sample(new FeatureRows(features, width), labels, weights);
    }

    private static double[] joined(List<List<double[]>> blocks) {
        double[] all = new double
                [blocks.stream()
                        .flatMap(List::stream)
                        .mapToInt(block -> block.length)
                        .sum()];
        int at = 0;
        for (List<double[]> ofPart : blocks) {
            for (double[] block : ofPart) {
                System.arraycopy(block, 0, all, at, block.length);
                at += block.length;
            }
        }
        return all;
    }

    /** What was found in one partition, block by block. */
    private static final class Part implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final List<double[]> labels = new ArrayList<>();
        private final List<double[]> weights = new ArrayList<>();
        private final List<List<double[]>> outputs = new ArrayList<>();
        private final List<SampledRow> sample = new ArrayList<>();
    }

    private record InPartition(FeaturePass pass, long below) implements FlatMapFunction<Iterator<InternalRow>, Part> {
        @Serial
        private static final long serialVersionUID = 1L;

        @Override
        public Iterator<Part> call(Iterator<InternalRow> rows) {
            Filling filling = new Filling(pass);
            while (rows.hasNext()) {
                InternalRow row = rows.next();
                double label = row.isNullAt(2) ? Double.NaN : row.getDouble(2);
                ArrayData features = row.getArray(4);
                if (row.getLong(1) < below) {
                    filling.sample(row.getLong(1), label, row.getDouble(3), features);
                }
                if (row.getBoolean(0)) {
                    filling.add(label, row.getDouble(3), features);
                }
            }
            return List.of(filling.end()).iterator();
        }
    }

    /** Gathers held-out rows to blocks. */
    private static final class Filling {
        private final Part part = new Part();
        private final List<Scorer> scorers;
        private final List<double[]> predictions = new ArrayList<>();
        private final PriorityQueue<SampledRow> sampled =
                new PriorityQueue<>(Comparator.comparingLong(SampledRow::hash).reversed());
        private final int mostSampled;
        private final FeatureBlock block;
        private final int width;
        private final double[] labels = new double[FeatureBlock.ROWS];
        private final double[] weights = new double[FeatureBlock.ROWS];
        private int rows;

        Filling(FeaturePass pass) {
            this.width = pass.width();
            this.mostSampled = pass.sampledRows();
            this.block = new FeatureBlock(width);
            this.scorers = pass.models().stream().map(ScoringModel::scorer).toList();
            for (ScoringModel model : pass.models()) {
                part.outputs.add(new ArrayList<>());
                predictions.add(new double[FeatureBlock.ROWS * model.outputs()]);
            }
        }

        /** Keeps those of the least hashes. */
        void sample(long hash, double label, double weight, ArrayData features) {
            if (sampled.size() == mostSampled) {
                if (sampled.peek().hash() <= hash) {
                    return;
                }
                sampled.poll();
            }
            sampled.add(new SampledRow(hash, label, weight, features.toFloatArray()));
        }

        void add(double label, double weight, ArrayData features) {
            if (scorers.isEmpty()) {
                return;
            }
            for (int feature = 0; feature < width; feature++) {
                block.set(rows, feature, features.getFloat(feature));
            }
            labels[rows] = label;
            weights[rows] = weight;
            if (++rows == FeatureBlock.ROWS) {
                flush();
            }
        }

        private void flush() {
            block.resize(rows);
            for (int m = 0; m < scorers.size(); m++) {
                double[] ofModel = predictions.get(m);
                scorers.get(m).predict(block, ofModel);
                int outputs = ofModel.length / FeatureBlock.ROWS;
                part.outputs.get(m).add(Arrays.copyOf(ofModel, rows * outputs));
            }
            part.labels.add(Arrays.copyOf(labels, rows));
            part.weights.add(Arrays.copyOf(weights, rows));
            rows = 0;
        }

        Part end() {
            if (rows > 0) {
                flush();
            }
            part.sample.addAll(sampled);
            return part;
        }
    }
}
