package io.lepton.training.neural.steps;

import java.util.Arrays;

/**
 * Batch normalization (Ioffe and Szegedy, 2015): in training by the batch's own means and variances, else by running ones. Parameters: a
 * gain a unit, a shift a unit, the running means and variances. "Derivatives" by the latter two are what they move by: a tenth of the way to
 * the batch's, as in DeepLearning4J.
 */
public final class NormalizationStep implements LayerStep {
    private static final float MOVED = 0.1f;

    private final int units;
    private final double epsilon;
    private final float[] parameters;
    private final float[] gradient;
    private final float[] means;
    private final float[] variances;
    private final float[] deviations;
    private float[] normalized = new float[0];
    private float[] outputs = new float[0];
    private float[] ofInputs = new float[0];

    /** @param epsilon added to variances */
    public NormalizationStep(int units, double epsilon) {
        this.units = units;
        this.epsilon = epsilon;
        this.parameters = new float[Math.multiplyExact(4, units)];
        this.gradient = new float[parameters.length];
        this.means = new float[units];
        this.variances = new float[units];
        this.deviations = new float[units];
    }

    @Override
    public int parameters() {
        return parameters.length;
    }

    @Override
    public float[] forward(float[] inputs, int rows, boolean training) {
        if (training) {
            observe(inputs, rows);
        } else {
            System.arraycopy(parameters, 2 * units, means, 0, units);
            System.arraycopy(parameters, 3 * units, variances, 0, units);
        }
        for (int unit = 0; unit < units; unit++) {
            deviations[unit] = (float) Math.sqrt(variances[unit] + epsilon);
        }
        normalized = Numbers.sized(normalized, rows, units);
        outputs = Numbers.sized(outputs, rows, units);
        for (int at = 0; at < outputs.length; at += units) {
            for (int unit = 0; unit < units; unit++) {
                normalized[at + unit] = (inputs[at + unit] - means[unit]) / deviations[unit];
            }
            for (int unit = 0; unit < units; unit++) {
                outputs[at + unit] = normalized[at + unit] * parameters[unit] + parameters[units + unit];
            }
        }
        return outputs;
    }

    private void observe(float[] inputs, int rows) {
        Arrays.fill(means, 0);
        Arrays.fill(variances, 0);
        for (int at = 0; at < rows * units; at += units) {
            Numbers.add(inputs, at, means);
        }
        divide(means, rows);
        for (int at = 0; at < rows * units; at += units) {
            for (int unit = 0; unit < units; unit++) {
                float distance = inputs[at + unit] - means[unit];
                variances[unit] += distance * distance;
            }
        }
        divide(variances, rows);
    }

    private static void divide(float[] sums, int rows) {
        for (int unit = 0; unit < sums.length; unit++) {
            sums[unit] /= rows;
        }
    }

    @Override
    public float[] backward(float[] derivatives, int rows) {
        Arrays.fill(gradient, 0);
        for (int at = 0; at < rows * units; at += units) {
            for (int unit = 0; unit < units; unit++) {
                gradient[unit] += derivatives[at + unit] * normalized[at + unit];
            }
            for (int unit = 0; unit < units; unit++) {
                gradient[units + unit] += derivatives[at + unit];
            }
        }
        for (int unit = 0; unit < units; unit++) {
            gradient[2 * units + unit] = MOVED * (parameters[2 * units + unit] - means[unit]);
            gradient[3 * units + unit] = MOVED * (parameters[3 * units + unit] - variances[unit]);
        }
        ofInputs = Numbers.sized(ofInputs, rows, units);
        for (int at = 0; at < ofInputs.length; at += units) {
            for (int unit = 0; unit < units; unit++) {
                float common = (gradient[units + unit] + normalized[at + unit] * gradient[unit]) / rows;
                ofInputs[at + unit] = parameters[unit] / deviations[unit] * (derivatives[at + unit] - common);
            }
        }
        return ofInputs;
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
