package io.lepton.training.neural.steps;

/**
 * A layer in training. Works in arrays of its own, which the next call overwrites; for one thread.
 *
 * <p>All numbers lie row by row. Derivatives are those of the batch's loss, added up over rows.
 */
public interface LayerStep {
    /** Parameters, which lie together in the network's. */
    default int parameters() {
        return 0;
    }

    /**
     * What comes out for rows.
     *
     * @param inputs may be overwritten
     * @param training whether derivatives are asked for next: rows may then be treated otherwise than in scoring
     */
    float[] forward(float[] inputs, int rows, boolean training);

    /**
     * Derivatives by the inputs, once the rows have gone forward.
     *
     * @param derivatives by the outputs; may be overwritten
     */
    float[] backward(float[] derivatives, int rows);

    /** Takes its parameters in; they begin at a place. */
    default void read(float[] parameters, int at) {}

    /** Gives out the derivatives by its parameters, in their order. */
    default void write(float[] gradient, int at) {}
}
