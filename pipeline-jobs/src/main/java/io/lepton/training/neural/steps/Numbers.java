package io.lepton.training.neural.steps;

/** Loops over runs of numbers, in forms that are compiled to vector instructions. */
final class Numbers {
    private Numbers() {}

    /** An array for so many rows: the same again where it fits. */
    static float[] sized(float[] array, int rows, int width) {
        int length = Math.multiplyExact(rows, width);
        return array.length == length ? array : new float[length];
    }

    /** Adds a row that begins at a place. */
    static void add(float[] values, int at, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += values[at + i];
        }
    }
}
