package io.lepton.training.neural;

import io.lepton.inference.FeatureBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;

/**
 * A network's outputs for one row, in plain Java. A row begins as the first layer's answer to zeros, and only values that aren't zero are
 * added, so that sparse rows cost what they hold; a binned feature costs what a plain one does, as the sums of its bins' weights are kept;
 * batch normalization is multiplied into the layers beside it; hidden units at rest cost nothing. Immutable, hence safe for threads.
 */
final class FeedForward implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int FIRST_LAYER = -1;

    private final boolean ofIntegers;
    private final Encoding encoding;
    private final double[] zeros;
    private final int[] targets;
    private final double[][] tables;
    private final double[] embeddedZeros;
    private final int rectified;
    private final double[] ofZeros;
    private final Dense first;
    private final List<Step> steps;

    /** Made anew where the network arrives. */
    private transient ThreadLocal<BlockOfOne> blocks;

    FeedForward(Network network) {
        this.ofIntegers = network.precision() == WeightPrecision.INT8;
        this.encoding = network.encoding();
        this.zeros = encoding.ofZeros();
        NetworkShape shape = network.shape();
        Iterator<Layered> layers = Layered.of(network).iterator();
        Optional<Features> embedding =
                shape.input().embeds() ? Optional.of((Features) layers.next()) : Optional.empty();
        List<Step> all = shape.isResidual() ? residual(layers, shape.hidden().size()) : perceptron(layers);
        this.first = (Dense) all.get(0);
        this.steps = List.copyOf(all.subList(1, all.size()));
        this.targets = new int[encoding.features()];
        this.tables = new double[encoding.features()][];
        this.embeddedZeros = embedding.map(Features::biases).orElse(new double[0]);
        this.rectified =
                embedding.map(features -> features.layout().rectified()).orElse(0);
        this.ofZeros = first.biases().clone();
        FeatureLayout layout = embedding
                .map(Features::layout)
                .orElseGet(() -> FeatureLayout.dense(shape.input(), ofZeros.length, false));
        double[] weights = embedding.map(Features::weights).orElse(first.weights());
        for (int feature = 0; feature < tables.length; feature++) {
            boolean embeds = embedding.isPresent() && !layout.passes(feature);
            targets[feature] = embeds ? layout.target(feature) : FIRST_LAYER;
            int width = embeds ? layout.width() : ofZeros.length;
            int row = layout.passes(feature) ? layout.target(feature) : layout.row(feature);
            double[] from = layout.passes(feature) ? first.weights() : weights;
            int rows = Math.max(1, layout.bins(feature));
            double[] own = Arrays.copyOfRange(from, row * width, (row + rows) * width);
            double[] base = embeds ? embeddedZeros : ofZeros;
            int at = embeds ? targets[feature] : 0;
            tables[feature] =
                    layout.bins(feature) > 0 ? ofBins(own, width, feature, base, at) : ofValue(own, feature, base, at);
        }
    }

    /** A layer as the parameters have it. */
    private sealed interface Layered extends Serializable {
        static List<Layered> of(Network network) {
            List<Layered> layers = new ArrayList<>();
            int offset = 0;
            boolean int8 = network.precision() == WeightPrecision.INT8;
            for (NetworkShape.Layer layer : network.shape().layers()) {
                layers.add(of(network, layer, offset, int8 && network.shape().isOverUnits(layers.size())));
                offset += layer.parameters();
            }
            return layers;
        }

        private static Layered of(Network network, NetworkShape.Layer layer, int offset, boolean ofIntegers) {
            InputShape input = network.shape().input();
            return switch (layer.kind()) {
                case DENSE -> ofIntegers
                        ? new Integers(Int8Dense.of(network.parameters(), offset, layer))
                        : Dense.of(network.parameters(), offset, layer);
                case BATCH_NORMALIZATION -> Scale.of(network.parameters(), offset, layer.outputs());
                case FEATURES -> input.embeds()
                        ? Features.of(network.parameters(), offset, FeatureLayout.embedding(input))
                        : Features.of(network.parameters(), offset, FeatureLayout.dense(input, layer.outputs(), false))
                                .dense();
            };
        }
    }

    private interface Step extends Serializable {
        BlockStep inBlocks();
    }

    /** A step that takes single rows as well, in doubles. */
    private interface RowStep extends Step {
        /** What comes out for a row. */
        double[] apply(double[] inputs);
    }

    /** A step with weights. */
    private sealed interface Weighted extends Layered, Step permits Dense, Integers {
        /** The same after max(0, x). */
        Weighted rectifying();

        /** This layer and the scaling of its outputs in one. */
        Weighted then(Scale scale);
    }

    /** The first of them is dense. */
    private static List<Step> perceptron(Iterator<Layered> layers) {
        List<Weighted> steps = new ArrayList<>();
        while (layers.hasNext()) {
            Layered layer = layers.next();
            if (layer instanceof Scale scale) {
                steps.add(steps.remove(steps.size() - 1).then(scale));
            } else {
                steps.add(steps.isEmpty() ? (Dense) layer : ((Weighted) layer).rectifying());
            }
        }
        return List.copyOf(steps);
    }

    private static List<Step> residual(Iterator<Layered> layers, int blocks) {
        List<Step> steps = new ArrayList<>();
        Dense first = (Dense) layers.next();
        steps.add(first);
        for (int block = 0; block < blocks; block++) {
            Scale normalized = (Scale) layers.next();
            Weighted into = (Weighted) layers.next();
            Weighted outOf = ((Weighted) layers.next()).rectifying();
            steps.add(
                    into instanceof Dense dense
                            ? new Block(dense.after(normalized), (Dense) outOf)
                            : new IntegerBlock(normalized, (Integers) into, (Integers) outOf));
        }
        steps.add((Scale) layers.next());
        steps.add(((Weighted) layers.next()).rectifying());
        return steps;
    }

    /**
     * What a place among the bins adds to the sums of a row of zeros: for each edge, the weights of all bins below it.
     *
     * @param weights out of each bin
     * @param base sums of a row of zeros, to which those of this feature are added from a place on
     */
    private double[] ofBins(double[] weights, int width, int feature, double[] base, int at) {
        double[] table = new double[weights.length + width];
        for (int i = 0; i < weights.length; i++) {
            table[width + i] = table[i] + weights[i];
        }
        double[] ofZero = new double[width];
        addBetween(ofZero, 0, width, table, zeros[feature]);
        for (int i = 0; i < table.length; i++) {
            table[i] -= ofZero[i % width];
        }
        add(base, at, 1, ofZero, 0, width);
        return table;
    }

    private double[] ofValue(double[] weights, int feature, double[] base, int at) {
        add(base, at, zeros[feature], weights, 0, weights.length);
        return weights;
    }

    /**
     * The last layer's sums: two classes' log odds, several classes' logits, or a standardized number.
     *
     * @throws IllegalArgumentException when the row has not the features that the network was trained with
     */
    double[] outputs(Vector features) {
        if (features.size() != encoding.features()) {
            throw new IllegalArgumentException("Cannot score with a neural network: the row has " + features.size()
                    + " features and the network was trained with " + encoding.features() + ".");
        }
        return ofIntegers ? ofBlock(features) : ofRow(features);
    }

    private double[] ofBlock(Vector features) {
        if (blocks == null) {
            blocks = ThreadLocal.withInitial(BlockOfOne::new);
        }
        return blocks.get().outputs(features);
    }

    /** What is rounded to integers must be rounded alike, wherever it is. For one thread. */
    private final class BlockOfOne {
        private final FeatureBlock block = new FeatureBlock(encoding.features());
        private final BlockEvaluator evaluator = new BlockEvaluator();

        double[] outputs(Vector features) {
            double[] given = features.toArray();
            block.resize(1);
            for (int feature = 0; feature < given.length; feature++) {
                block.set(0, feature, given[feature]);
            }
            float[] outputs = evaluator.outputs(block, 0, 1)[0];
            double[] values = new double[outputs.length];
            for (int out = 0; out < values.length; out++) {
                values[out] = outputs[out];
            }
            return values;
        }
    }

    private double[] ofRow(Vector features) {
        double[] embedded = embeddedZeros.clone();
        double[] values = ofZeros.clone();
        if (features instanceof SparseVector sparse) {
            for (int i = 0; i < sparse.indices().length; i++) {
                addFeature(embedded, values, sparse.indices()[i], sparse.values()[i]);
            }
        } else {
            for (int feature = 0; feature < features.size(); feature++) {
                addFeature(embedded, values, feature, features.apply(feature));
            }
        }
        for (int i = 0; i < embedded.length; i++) {
            if (embedded[i] > 0 || i >= rectified) {
                add(values, 0, embedded[i], first.weights(), i * values.length, values.length);
            }
        }
        for (Step step : steps) {
            values = ((RowStep) step).apply(values);
        }
        return values;
    }

    /**
     * Evaluates several rows at once, layers as products of matrices, in arrays that it keeps. For one thread.
     */
    final class BlockEvaluator {
        /** Rows at once: as many as stay in the first cache with what becomes of them. */
        static final int ROWS = 16;

        /** Features that the first layer reads as numbers: they are multiplied as all other layers' inputs are. */
        private final int[] plain = IntStream.range(0, targets.length)
                .filter(FeedForward.this::isPlain)
                .toArray();

        private final int[] others = IntStream.range(0, targets.length)
                .filter(feature -> !isPlain(feature))
                .toArray();
        private final float[][] codes = new float[ROWS][plain.length];
        private final float[][] ofCodes = new float[ROWS][ofZeros.length];
        private final BlockStep.Applied coded = ofPlain(plain).applied();
        private final double[] embedded = new double[embeddedZeros.length];
        private final double[] sums = new double[ofZeros.length];
        private final float[][] allEmbedded = new float[ROWS][embeddedZeros.length];
        private final float[][] ofEmbedded = new float[ROWS][ofZeros.length];
        private final float[][] allSums = new float[ROWS][ofZeros.length];
        private final BlockStep.Applied embedding = rectifiedFirst().applied();
        private final List<BlockStep.Applied> applied = new ArrayList<>();
        private final List<float[][]> outputs = new ArrayList<>();

        BlockEvaluator() {
            int width = ofZeros.length;
            for (Step step : steps) {
                BlockStep inBlocks = step.inBlocks();
                width = inBlocks.outputs(width);
                applied.add(inBlocks.applied());
                outputs.add(new float[ROWS][width]);
            }
        }

        /** Of rows of a block, from a first one on; overwritten by the next ones'. */
        float[][] outputs(FeatureBlock block, int first, int rows) {
            for (int row = 0; row < rows; row++) {
                begin(block.values(), first + row, row);
            }
            if (plain.length > 0) {
                coded.apply(codes, rows, ofCodes);
                addAll(ofCodes, rows);
            }
            if (embeddedZeros.length > 0) {
                embedding.apply(allEmbedded, rows, ofEmbedded);
                addAll(ofEmbedded, rows);
            }
            float[][] values = allSums;
            for (int i = 0; i < applied.size(); i++) {
                applied.get(i).apply(values, rows, outputs.get(i));
                values = outputs.get(i);
            }
            return values;
        }

        private void addAll(float[][] added, int rows) {
            for (int row = 0; row < rows; row++) {
                BlockStep.add(allSums[row], added[row]);
            }
        }

        private void begin(double[] values, int from, int row) {
            for (int i = 0; i < plain.length; i++) {
                double value = values[plain[i] * FeatureBlock.ROWS + from];
                codes[row][i] = value == 0 ? 0 : (float) (encoding.code(plain[i], value) - zeros[plain[i]]);
            }
            System.arraycopy(embeddedZeros, 0, embedded, 0, embeddedZeros.length);
            System.arraycopy(ofZeros, 0, sums, 0, ofZeros.length);
            for (int feature : others) {
                addFeature(embedded, sums, feature, values[feature * FeatureBlock.ROWS + from]);
            }
            for (int i = 0; i < rectified; i++) {
                embedded[i] = Math.max(0, embedded[i]);
            }
            round(embedded, allEmbedded[row]);
            round(sums, allSums[row]);
        }
    }

    private boolean isPlain(int feature) {
        return targets[feature] == FIRST_LAYER && !encoding.isBinned(feature);
    }

    /** Of features' codes less those of zeros, without what comes out for a row of zeros. */
    private BlockStep.Product ofPlain(int[] features) {
        float[][] weights = new float[features.length][];
        for (int i = 0; i < features.length; i++) {
            weights[i] = floats(tables[features[i]]);
        }
        return new BlockStep.Product(weights, new float[ofZeros.length], false);
    }

    /** Of what is embedded, without the biases, which the row of zeros has. */
    private BlockStep.Product rectifiedFirst() {
        BlockStep.Product product = first.inBlocks();
        return new BlockStep.Product(
                Arrays.copyOf(product.weights(), embeddedZeros.length), new float[product.biases().length], false);
    }

    private void addFeature(double[] embedded, double[] sums, int feature, double value) {
        if (value == 0) {
            return;
        }
        boolean embeds = targets[feature] != FIRST_LAYER;
        double[] into = embeds ? embedded : sums;
        int at = embeds ? targets[feature] : 0;
        double code = encoding.code(feature, value);
        double[] table = tables[feature];
        if (encoding.isBinned(feature)) {
            addBetween(into, at, table.length / encoding.edges()[feature].length, table, code);
        } else if (embeds) {
            add(into, at, code - zeros[feature], table, 0, table.length);
        } else {
            add(into, code - zeros[feature], table);
        }
    }

    /** Adds a table's rows before and after a place, each by how near it is. */
    private static void addBetween(double[] sums, int at, int width, double[] table, double place) {
        int before = Math.min((int) place, table.length / width - 2);
        double beyond = place - before;
        int offset = before * width;
        for (int i = 0; i < width; i++) {
            sums[at + i] += (1 - beyond) * table[offset + i] + beyond * table[offset + width + i];
        }
    }

    /** Without places to begin from, so that it is compiled to vector instructions. */
    private static void add(double[] sums, double factor, double[] weights) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += factor * weights[i];
        }
    }

    private static void add(double[] sums, int at, double factor, double[] weights, int from, int count) {
        for (int i = 0; i < count; i++) {
            sums[at + i] += factor * weights[from + i];
        }
    }

    /** Weights by rows, and biases, as {@link FeatureLayout} orders them. */
    private record Features(FeatureLayout layout, double[] weights, double[] biases) implements Layered {
        static Features of(float[] parameters, int offset, FeatureLayout layout) {
            int count = layout.weightRows() * layout.width();
            return new Features(
                    layout, doubles(parameters, offset, count), doubles(parameters, offset + count, layout.biases()));
        }

        private static double[] doubles(float[] from, int offset, int count) {
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = from[offset + i];
            }
            return values;
        }

        Dense dense() {
            return new Dense(weights, biases, false);
        }
    }

    /**
     * y = W x + b, or y = W relu(x) + b.
     *
     * @param weights all out of the first input, then all out of the second: an input's contribution is one run over memory
     */
    private record Dense(double[] weights, double[] biases, boolean rectifies) implements Weighted, RowStep {
        static Dense of(float[] parameters, int offset, NetworkShape.Layer layer) {
            int inputs = layer.inputs();
            int outputs = layer.outputs();
            double[] weights = new double[inputs * outputs];
            double[] biases = new double[outputs];
            for (int out = 0; out < outputs; out++) {
                for (int in = 0; in < inputs; in++) {
                    weights[in * outputs + out] = parameters[offset + out * inputs + in];
                }
                biases[out] = parameters[offset + inputs * outputs + out];
            }
            return new Dense(weights, biases, false);
        }

        @Override
        public BlockStep.Product inBlocks() {
            int outputs = biases.length;
            float[][] byInput = new float[weights.length / outputs][outputs];
            for (int i = 0; i < weights.length; i++) {
                byInput[i / outputs][i % outputs] = (float) weights[i];
            }
            return new BlockStep.Product(byInput, floats(biases), rectifies);
        }

        @Override
        public Dense rectifying() {
            return new Dense(weights, biases, true);
        }

        @Override
        public Dense then(Scale scale) {
            double[] scaled = weights.clone();
            for (int i = 0; i < scaled.length; i++) {
                scaled[i] *= scale.factors()[i % biases.length];
            }
            return new Dense(scaled, scale.apply(biases), rectifies);
        }

        /** The scaling of its inputs and this layer in one. */
        Dense after(Scale scale) {
            double[] scaled = weights.clone();
            double[] shifted = biases.clone();
            for (int in = 0; in < scale.factors().length; in++) {
                add(shifted, 0, scale.shifts()[in], weights, in * biases.length, biases.length);
                for (int out = 0; out < biases.length; out++) {
                    scaled[in * biases.length + out] *= scale.factors()[in];
                }
            }
            return new Dense(scaled, shifted, rectifies);
        }

        @Override
        public double[] apply(double[] inputs) {
            double[] outputs = biases.clone();
            for (int in = 0; in < inputs.length; in++) {
                if (inputs[in] > 0 || !rectifies) {
                    add(outputs, 0, inputs[in], weights, in * biases.length, biases.length);
                }
            }
            return outputs;
        }
    }

    /** A layer of integers. */
    private record Integers(Int8Dense dense) implements Weighted {
        @Override
        public BlockStep inBlocks() {
            return dense;
        }

        @Override
        public Integers rectifying() {
            return new Integers(dense.rectifying());
        }

        @Override
        public Integers then(Scale scale) {
            return new Integers(dense.then(scale.factors(), scale.shifts()));
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        round(values, floats);
        return floats;
    }

    private static void round(double[] values, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = (float) values[i];
        }
    }

    /** What a trained batch normalization does: y = factor × x + shift, unit by unit. */
    private record Scale(double[] factors, double[] shifts) implements Layered, RowStep {
        static Scale of(float[] parameters, int offset, int units) {
            double[] factors = new double[units];
            double[] shifts = new double[units];
            for (int unit = 0; unit < units; unit++) {
                double gain = parameters[offset + unit];
                double shift = parameters[offset + units + unit];
                double mean = parameters[offset + 2 * units + unit];
                double variance = parameters[offset + 3 * units + unit];
                factors[unit] = gain / Math.sqrt(variance + NetworkShape.EPSILON);
                shifts[unit] = shift - mean * factors[unit];
            }
            return new Scale(factors, shifts);
        }

        @Override
        public BlockStep inBlocks() {
            return new BlockStep.Scaling(floats(factors), floats(shifts));
        }

        @Override
        public double[] apply(double[] inputs) {
            double[] outputs = new double[inputs.length];
            for (int i = 0; i < inputs.length; i++) {
                outputs[i] = factors[i] * inputs[i] + shifts[i];
            }
            return outputs;
        }
    }

    /** x + W₂ relu(W₁ x + b₁) + b₂. */
    private record Block(Dense into, Dense outOf) implements RowStep {
        @Override
        public BlockStep inBlocks() {
            return new BlockStep.Residual(new BlockStep.Sequence(
                    into.inBlocks(), outOf.inBlocks(), outOf.biases().length, BlockEvaluator.ROWS));
        }

        @Override
        public double[] apply(double[] inputs) {
            double[] outputs = outOf.apply(into.apply(inputs));
            add(outputs, 0, 1, inputs, 0, outputs.length);
            return outputs;
        }
    }

    /** The same of integers, after a scaling: by input, the weights of a unit would have no common scale. */
    private record IntegerBlock(Scale scale, Integers into, Integers outOf) implements Step {
        @Override
        public BlockStep inBlocks() {
            int width = scale.factors().length;
            BlockStep first = new BlockStep.Sequence(scale.inBlocks(), into.inBlocks(), width, BlockEvaluator.ROWS);
            return new BlockStep.Residual(new BlockStep.Sequence(first, outOf.inBlocks(), width, BlockEvaluator.ROWS));
        }
    }
}
