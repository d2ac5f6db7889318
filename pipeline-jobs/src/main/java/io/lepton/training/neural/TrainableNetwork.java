package io.lepton.training.neural;

import java.util.function.Consumer;

/** A network in training. One thread's. */
interface TrainableNetwork extends AutoCloseable {

    TrainerState state();

    /** Goes on where another stood. */
    void restore(TrainerState state);

    /** Begins the random numbers of dropout anew. */
    void seed(long seed);

    /** Lets the gradient of each batch, added up over its rows, be replaced before a step follows from it. */
    void onGradient(Consumer<float[]> replacement);

    /**
     * Takes a step.
     *
     * @return the loss of the batch's rows by weight, added up, before the step
     */
    double step(Batch batch, double rate);

    /**
     * What the network makes of rows of codes: probabilities, or standardized numbers, row by row.
     *
     * @param codes a row after the other; so many rows as were given
     */
    float[] outputs(float[] codes, int rows);

    @Override
    void close();
}
