package io.lepton.training.neural.steps;

import io.lepton.training.TaskType;

/**
 * The last activation and the loss of it, by row: logistic function and cross-entropy for two classes, softmax and cross-entropy for several,
 * squared error for numbers.
 *
 * @param outputs sums a row that the last layer gives out
 */
public record OutputLoss(TaskType task, int outputs) {
    private static final double SMALLEST_PROBABILITY = 1e-7;

    /** Turns the last layer's sums of rows into probabilities or numbers, in place. */
    public void activate(float[] sums) {
        switch (task) {
            case REGRESSION -> {}
            case BINARY -> {
                for (int i = 0; i < sums.length; i++) {
                    sums[i] = (float) (1 / (1 + Math.exp(-sums[i])));
                }
            }
            case MULTICLASS -> {
                for (int at = 0; at < sums.length; at += outputs) {
                    softmax(sums, at);
                }
            }
        }
    }

    private void softmax(float[] sums, int at) {
        float largest = sums[at];
        for (int i = at + 1; i < at + outputs; i++) {
            largest = Math.max(largest, sums[i]);
        }
        float total = 0;
        for (int i = at; i < at + outputs; i++) {
            sums[i] = (float) Math.exp(sums[i] - largest);
            total += sums[i];
        }
        for (int i = at; i < at + outputs; i++) {
            sums[i] /= total;
        }
    }

    /**
     * The loss of a row.
     *
     * @param activated of all rows
     * @param at where the row's begin
     * @param label a number, or a class's
     */
    public double of(float[] activated, int at, float label) {
        return switch (task) {
            case REGRESSION -> (activated[at] - label) * (activated[at] - label);
            case BINARY -> crossEntropy(label > 0.5 ? activated[at] : 1 - activated[at]);
            case MULTICLASS -> crossEntropy(activated[at + (int) label]);
        };
    }

    private static double crossEntropy(double ofLabel) {
        return -Math.log(Math.max(SMALLEST_PROBABILITY, ofLabel));
    }

    /**
     * Derivatives of a row's loss by the sums before activation, times its weight, in place of what was activated.
     *
     * @param at where the row's begin
     */
    public void derive(float[] activated, int at, float label, float weight) {
        switch (task) {
            case REGRESSION -> activated[at] = 2 * weight * (activated[at] - label);
            case BINARY -> activated[at] = weight * (activated[at] - label);
            case MULTICLASS -> {
                activated[at + (int) label] -= 1;
                for (int i = at; i < at + outputs; i++) {
                    activated[i] *= weight;
                }
            }
        }
    }
}
