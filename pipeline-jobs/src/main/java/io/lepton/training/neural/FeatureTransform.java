package io.lepton.training.neural;

import java.util.Arrays;

/**
 * A layer over features, forth and back, on flat arrays of rows. A binned feature costs what a plain one does: sums of its bins' weights
 * are kept for all edges, and a code lies between two of them; a plain feature costs nothing where it is zero.
 *
 * <p>Not for several threads: it keeps the outputs, from which derivatives follow.
 */
final class FeatureTransform {
    private final FeatureLayout layout;
    private final float[] zeros;
    private final int[] tables;
    private final float[] sums;
    private final float[] slopes;
    private final float[] start;
    private float[] outputs = new float[0];

    /** @param zeros the codes of a row of zeros, a feature each */
    FeatureTransform(FeatureLayout layout, float[] zeros) {
        this.layout = layout;
        this.zeros = zeros.clone();
        this.tables = new int[layout.features()];
        int edges = 0;
        for (int feature = 0; feature < tables.length; feature++) {
            tables[feature] = edges * layout.width();
            edges += layout.passes(feature) ? 0 : layout.bins(feature) + 1;
        }
        this.sums = new float[Math.multiplyExact(edges, layout.width())];
        this.slopes = new float[sums.length];
        this.start = new float[layout.outputs()];
    }

    /**
     * What the layer makes of rows.
     *
     * @param parameters as {@link FeatureLayout} orders them
     * @param codes row by row
     * @return outputs row by row; overwritten by the next call
     */
    float[] forward(float[] parameters, float[] codes, int rows) {
        prepare(parameters);
        int width = layout.width();
        int units = layout.outputs();
        if (outputs.length != rows * units) {
            outputs = new float[Math.multiplyExact(rows, units)];
        }
        for (int row = 0; row < rows; row++) {
            int begin = row * units;
            System.arraycopy(start, 0, outputs, begin, units);
            for (int feature = 0; feature < tables.length; feature++) {
                float code = codes[row * tables.length + feature];
                int target = begin + layout.target(feature);
                if (layout.passes(feature)) {
                    outputs[target] = code;
                } else if (layout.bins(feature) > 0) {
                    int bin = Math.min((int) code, layout.bins(feature) - 1);
                    addBetween(sums, tables[feature] + bin * width, code - bin, outputs, target, width);
                } else if (code != zeros[feature]) {
                    add(code - zeros[feature], sums, tables[feature], outputs, target, width);
                }
            }
            for (int unit = begin; unit < begin + layout.rectified(); unit++) {
                outputs[unit] = Math.max(0, outputs[unit]);
            }
        }
        return outputs;
    }

    /** Sums of weights for all edges, the weights of plain features, and the outputs of a row of zeros. */
    private void prepare(float[] parameters) {
        int width = layout.width();
        System.arraycopy(parameters, layout.weightRows() * width, start, 0, layout.biases());
        for (int feature = 0; feature < tables.length; feature++) {
            if (layout.passes(feature)) {
                continue;
            }
            int from = layout.row(feature) * width;
            int to = tables[feature];
            if (layout.bins(feature) == 0) {
                System.arraycopy(parameters, from, sums, to, width);
                add(zeros[feature], sums, to, start, layout.target(feature), width);
                continue;
            }
            for (int i = 0; i < layout.bins(feature) * width; i++) {
                sums[to + width + i] = sums[to + i] + parameters[from + i];
            }
        }
    }

    /**
     * The derivatives of a loss by the parameters.
     *
     * @param codes that {@link #forward} was called with last
     * @param derivatives of the loss by the outputs, row by row; those of outputs at rest become 0
     */
    float[] backward(float[] codes, float[] derivatives, int rows) {
        int width = layout.width();
        int units = layout.outputs();
        float[] ofStart = new float[layout.biases()];
        Arrays.fill(slopes, 0);
        for (int row = 0; row < rows; row++) {
            int begin = row * units;
            for (int unit = begin; unit < begin + layout.rectified(); unit++) {
                derivatives[unit] = outputs[unit] > 0 ? derivatives[unit] : 0;
            }
            add(1, derivatives, begin, ofStart, 0, ofStart.length);
            for (int feature = 0; feature < tables.length; feature++) {
                float code = codes[row * tables.length + feature];
                int source = begin + layout.target(feature);
                if (layout.passes(feature)) {
                    continue;
                }
                if (layout.bins(feature) > 0) {
                    int bin = Math.min((int) code, layout.bins(feature) - 1);
                    int at = tables[feature] + bin * width;
                    add(1 - (code - bin), derivatives, source, slopes, at, width);
                    add(code - bin, derivatives, source, slopes, at + width, width);
                } else if (code != zeros[feature]) {
                    add(code - zeros[feature], derivatives, source, slopes, tables[feature], width);
                }
            }
        }
        return byParameters(ofStart);
    }

    /** A bin's weights are in the sums of all edges above it. */
    private float[] byParameters(float[] ofStart) {
        int width = layout.width();
        float[] gradient = new float[layout.parameters()];
        System.arraycopy(ofStart, 0, gradient, layout.weightRows() * width, ofStart.length);
        for (int feature = 0; feature < tables.length; feature++) {
            if (layout.passes(feature)) {
                continue;
            }
            int from = tables[feature];
            int to = layout.row(feature) * width;
            if (layout.bins(feature) == 0) {
                System.arraycopy(slopes, from, gradient, to, width);
                add(zeros[feature], ofStart, layout.target(feature), gradient, to, width);
                continue;
            }
            int last = (layout.bins(feature) - 1) * width;
            System.arraycopy(slopes, from + last + width, gradient, to + last, width);
            for (int i = last - 1; i >= 0; i--) {
                gradient[to + i] = gradient[to + i + width] + slopes[from + i + width];
            }
        }
        return gradient;
    }

    private static void add(float factor, float[] from, int at, float[] into, int target, int count) {
        for (int i = 0; i < count; i++) {
            into[target + i] += factor * from[at + i];
        }
    }

    private static void addBetween(float[] from, int at, float share, float[] into, int target, int count) {
        for (int i = 0; i < count; i++) {
            into[target + i] += (1 - share) * from[at + i] + share * from[at + count + i];
        }
    }
}
