package io.lepton.training.neural.steps;

/**
 * Inverted dropout (Srivastava and others, 2014), in place: in training, each number is left out with a probability, and all others are
 * divided by that of staying. Each number is drawn for itself, by Marsaglia's xorshift (2003).
 */
public final class DropoutStep implements LayerStep {
    private final Draws draws;
    private final float scale;
    private final int limit;
    private float[] factors = new float[0];

    /** @param dropped share of the numbers that are left out, above 0 and below 1 */
    public DropoutStep(double dropped, Draws draws) {
        this.draws = draws;
        this.scale = (float) (1 / (1 - dropped));
        this.limit = (int) Math.round(Integer.MIN_VALUE + dropped * 0x1p32);
    }

    /** Random bits that all dropouts of a network share. */
    public static final class Draws {
        private long state = 1;

        /** Begins anew. */
        public void seed(long seed) {
            long mixed = (seed ^ seed >>> 32) * 0xD1342543DE82EF95L;
            state = mixed == 0 ? 1 : mixed;
        }
    }

    @Override
    public float[] forward(float[] inputs, int rows, boolean training) {
        if (!training) {
            return inputs;
        }
        factors = Numbers.sized(factors, inputs.length, 1);
        long state = draws.state;
        for (int i = 0; i < factors.length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            factors[i] = (int) (state >>> 32) < limit ? 0 : scale;
        }
        draws.state = state;
        multiply(inputs);
        return inputs;
    }

    @Override
    public float[] backward(float[] derivatives, int rows) {
        multiply(derivatives);
        return derivatives;
    }

    private void multiply(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factors[i];
        }
    }
}
