package io.lepton.training.neural.steps;

import java.util.List;

/** Layers one after the other; their parameters follow each other, too. */
public final class ChainStep implements LayerStep {
    private final List<LayerStep> steps;

    public ChainStep(List<LayerStep> steps) {
        this.steps = List.copyOf(steps);
    }

    @Override
    public int parameters() {
        return steps.stream().mapToInt(LayerStep::parameters).reduce(0, Math::addExact);
    }

    @Override
    public float[] forward(float[] inputs, int rows, boolean training) {
        float[] values = inputs;
        for (LayerStep step : steps) {
            values = step.forward(values, rows, training);
        }
        return values;
    }

    @Override
    public float[] backward(float[] derivatives, int rows) {
        float[] values = derivatives;
        for (int i = steps.size() - 1; i >= 0; i--) {
            values = steps.get(i).backward(values, rows);
        }
        return values;
    }

    @Override
    public void read(float[] parameters, int at) {
        int begin = at;
        for (LayerStep step : steps) {
            step.read(parameters, begin);
            begin += step.parameters();
        }
    }

    @Override
    public void write(float[] gradient, int at) {
        int begin = at;
        for (LayerStep step : steps) {
            step.write(gradient, begin);
            begin += step.parameters();
        }
    }
}
