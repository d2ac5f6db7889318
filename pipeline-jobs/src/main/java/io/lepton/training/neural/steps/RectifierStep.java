package io.lepton.training.neural.steps;

/** max(0, x), in place. */
public final class RectifierStep implements LayerStep {
    private float[] outputs = new float[0];

    @Override
    public float[] forward(float[] inputs, int rows, boolean training) {
        outputs = inputs;
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = Math.max(0, outputs[i]);
        }
        return outputs;
    }

    @Override
    public float[] backward(float[] derivatives, int rows) {
        for (int i = 0; i < derivatives.length; i++) {
            derivatives[i] = outputs[i] > 0 ? derivatives[i] : 0;
        }
        return derivatives;
    }
}
