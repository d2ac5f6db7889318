package io.lepton.training.neural;

import io.lepton.training.neural.steps.LayerStep;

/** A layer over features, below which nothing learns. */
final class FeatureStep implements LayerStep {
    private final FeatureTransform transform;
    private final float[] parameters;
    private float[] codes = new float[0];
    private float[] gradient = new float[0];

    /** @param zeros the codes of a row of zeros */
    FeatureStep(FeatureLayout layout, float[] zeros) {
        this.transform = new FeatureTransform(layout, zeros);
        this.parameters = new float[layout.parameters()];
    }

    @Override
    public int parameters() {
        return parameters.length;
    }

    @Override
    public float[] forward(float[] inputs, int rows, boolean training) {
        codes = inputs;
        return transform.forward(parameters, inputs, rows);
    }

    @Override
    public float[] backward(float[] derivatives, int rows) {
        gradient = transform.backward(codes, derivatives, rows);
        return new float[0];
    }

    @Override
    public void read(float[] from, int at) {
        System.arraycopy(from, at, parameters, 0, parameters.length);
    }

    @Override
    public void write(float[] into, int at) {
        System.arraycopy(gradient, 0, into, at, gradient.length);
    }
}
