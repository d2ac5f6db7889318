package io.lepton.training.neural.steps;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import java.util.Arrays;

/** Sums of all inputs by weight, and a bias. Parameters: the weights into each unit, unit by unit, then the biases. */
public final class DenseStep implements LayerStep {
    private final int width;
    private final int units;
    private final boolean isFirst;
    private final float[] weights;
    private final float[] biases;
    private final float[] ofWeights;
    private final float[] ofBiases;
    private float[] read = new float[0];
    private float[] outputs = new float[0];
    private float[] ofInputs = new float[0];

    /** @param isFirst whether nothing below it learns, so that no derivatives by inputs are needed */
    public DenseStep(int inputs, int units, boolean isFirst) {
        this.width = inputs;
        this.units = units;
        this.isFirst = isFirst;
        this.weights = new float[Math.multiplyExact(inputs, units)];
        this.biases = new float[units];
        this.ofWeights = new float[weights.length];
        this.ofBiases = new float[units];
    }

    @Override
    public int parameters() {
        return weights.length + units;
    }

    @Override
    public float[] forward(float[] inputs, int rows, boolean training) {
        read = inputs;
        outputs = Numbers.sized(outputs, rows, units);
        for (int at = 0; at < outputs.length; at += units) {
            System.arraycopy(biases, 0, outputs, at, units);
        }
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasTrans,
                rows,
                units,
                width,
                1,
                inputs,
                width,
                weights,
                width,
                1,
                outputs,
                units);
        return outputs;
    }

    @Override
    public float[] backward(float[] derivatives, int rows) {
        Arrays.fill(ofBiases, 0);
        for (int at = 0; at < rows * units; at += units) {
            Numbers.add(derivatives, at, ofBiases);
        }
        cblas_sgemm(
                CblasRowMajor,
                CblasTrans,
                CblasNoTrans,
                units,
                width,
                rows,
                1,
                derivatives,
                units,
                read,
                width,
                0,
                ofWeights,
                width);
        if (isFirst) {
            return new float[0];
        }
        ofInputs = Numbers.sized(ofInputs, rows, width);
        cblas_sgemm(
                CblasRowMajor,
                CblasNoTrans,
                CblasNoTrans,
                rows,
                width,
                units,
                1,
                derivatives,
                units,
                weights,
                width,
                0,
                ofInputs,
                width);
        return ofInputs;
    }

    @Override
    public void read(float[] parameters, int at) {
        System.arraycopy(parameters, at, weights, 0, weights.length);
        System.arraycopy(parameters, at + weights.length, biases, 0, units);
    }

    @Override
    public void write(float[] gradient, int at) {
        System.arraycopy(ofWeights, 0, gradient, at, weights.length);
        System.arraycopy(ofBiases, 0, gradient, at + weights.length, units);
    }
}
