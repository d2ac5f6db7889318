package io.lepton.training.neural.steps;

/** x + f(x) (He and others, 2016), where the last of f's layers keeps nothing that it gives out, and the first overwrites nothing. */
public final class ResidualStep implements LayerStep {
    private final LayerStep inner;

    public ResidualStep(LayerStep inner) {
        this.inner = inner;
    }

    @Override
    public int parameters() {
        return inner.parameters();
    }

    @Override
    public float[] forward(float[] inputs, int rows, boolean training) {
        float[] outputs = inner.forward(inputs, rows, training);
        Numbers.add(inputs, 0, outputs);
        return outputs;
    }

    @Override
    public float[] backward(float[] derivatives, int rows) {
        float[] ofInputs = inner.backward(derivatives, rows);
        Numbers.add(derivatives, 0, ofInputs);
        return ofInputs;
    }

    @Override
    public void read(float[] parameters, int at) {
        inner.read(parameters, at);
    }

    @Override
    public void write(float[] gradient, int at) {
        inner.write(gradient, at);
    }
}
