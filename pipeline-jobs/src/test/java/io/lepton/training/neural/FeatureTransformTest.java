package io.lepton.training.neural;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A layer over random features beside its definition, and its derivatives beside differences. */
class FeatureTransformTest {
    private static final int ROWS = 7;
    private static final float STEP = 1e-2f;

    private final Random random = new Random();
    private InputShape shape;
    private float[] zeros;
    private float[] codes;

    private void draw(int features, int embedding, long seed) {
        random.setSeed(seed);
        List<Integer> bins = new ArrayList<>();
        List<Integer> groups = new ArrayList<>();
        for (int feature = 0; feature < features; feature++) {
            bins.add(random.nextBoolean() ? 0 : 2 + random.nextInt(4));
            groups.add(bins.get(feature) > 0 ? -1 : random.nextInt(3) - 1);
        }
        shape = new InputShape(bins, groups, embedding);
        zeros = codes(1);
        codes = codes(ROWS);
        for (int i = 0; i < codes.length; i++) {
            codes[i] = random.nextInt(3) == 0 ? zeros[i % features] : codes[i];
        }
    }

    private float[] codes(int rows) {
        float[] drawn = new float[rows * shape.features()];
        for (int i = 0; i < drawn.length; i++) {
            int bins = shape.bins().get(i % shape.features());
            drawn[i] = bins > 0 ? bins * random.nextInt(9) / 8f : (float) random.nextGaussian();
        }
        return drawn;
    }

    private float[] parameters(FeatureLayout layout) {
        float[] parameters = new float[layout.parameters()];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = (float) random.nextGaussian();
        }
        return parameters;
    }

    @Property(tries = 100)
    void addsUpTheWeightsOfAllInputs(
            @ForAll @IntRange(min = 1, max = 6) int features,
            @ForAll @IntRange(max = 3) int embedding,
            @ForAll long seed) {
        draw(features, embedding, seed);
        FeatureLayout layout =
                embedding > 0 ? FeatureLayout.embedding(shape) : FeatureLayout.dense(shape, 4, seed % 2 == 0);
        float[] parameters = parameters(layout);

        float[] outputs = new FeatureTransform(layout, zeros).forward(parameters, codes, ROWS);

        for (int row = 0; row < ROWS; row++) {
            double[] expected = byDefinition(layout, parameters, row);
            for (int unit = 0; unit < expected.length; unit++) {
                assertThat(outputs[row * layout.outputs() + unit]).isCloseTo((float) expected[unit], within(1e-4f));
            }
        }
    }

    /** One input a bin: 1 below the code, 0 above it, a share in the bin of the code. */
    private double[] byDefinition(FeatureLayout layout, float[] parameters, int row) {
        double[] sums = new double[layout.outputs()];
        for (int bias = 0; bias < layout.biases(); bias++) {
            sums[bias] = parameters[layout.weightRows() * layout.width() + bias];
        }
        for (int feature = 0; feature < layout.features(); feature++) {
            float code = codes[row * layout.features() + feature];
            if (layout.passes(feature)) {
                sums[layout.target(feature)] = code;
                continue;
            }
            for (int input = 0; input < shape.rows(feature); input++) {
                double value = shape.isBinned(feature) ? Math.max(0, Math.min(1, code - input)) : code;
                for (int unit = 0; unit < layout.width(); unit++) {
                    sums[layout.target(feature) + unit] +=
                            value * parameters[(layout.row(feature) + input) * layout.width() + unit];
                }
            }
        }
        for (int unit = 0; unit < layout.rectified(); unit++) {
            sums[unit] = Math.max(0, sums[unit]);
        }
        return sums;
    }

    @Property(tries = 50)
    void derivativesAreWhatDifferencesTendTo(
            @ForAll @IntRange(min = 1, max = 5) int features,
            @ForAll @IntRange(max = 3) int embedding,
            @ForAll long seed) {
        draw(features, embedding, seed);
        // Not rectified, which has no derivative where a difference may step over.
        FeatureLayout layout = embedding > 0 ? FeatureLayout.embedding(shape) : FeatureLayout.dense(shape, 4, false);
        float[] parameters = parameters(layout);
        FeatureTransform transform = new FeatureTransform(layout, zeros);
        float[] weights = new float[ROWS * layout.outputs()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        boolean[] atRest = atRest(layout, transform.forward(parameters, codes, ROWS));
        for (int i = 0; i < weights.length; i++) {
            weights[i] = atRest[i] ? 0 : weights[i];
        }

        float[] derivatives = transform.backward(codes, weights.clone(), ROWS);

        for (int i = 0; i < parameters.length; i++) {
            float[] moved = parameters.clone();
            moved[i] += STEP;
            double above = loss(transform.forward(moved, codes, ROWS), weights);
            moved[i] = parameters[i] - STEP;
            double below = loss(transform.forward(moved, codes, ROWS), weights);
            assertThat((above - below) / (2 * STEP)).isCloseTo(derivatives[i], within(5e-3));
        }
    }

    /** Outputs at rest, and those so near to it that a step may put them there. */
    private boolean[] atRest(FeatureLayout layout, float[] outputs) {
        boolean[] rest = new boolean[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            rest[i] = i % layout.outputs() < layout.rectified() && outputs[i] < 0.1;
        }
        return rest;
    }

    private static double loss(float[] outputs, float[] weights) {
        double loss = 0;
        for (int i = 0; i < outputs.length; i++) {
            loss += outputs[i] * weights[i];
        }
        return loss;
    }
}
